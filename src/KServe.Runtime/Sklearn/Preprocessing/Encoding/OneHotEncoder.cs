using System.Buffers;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Gives each category a column of its own (OneHotEncoder).</summary>
internal sealed class OneHotEncoder : TransformingEstimator
{
    private const int NoColumn = -1;

    private readonly CategoryColumns _categories;

    /// <summary>For each feature the output column of each category.</summary>
    private readonly int[][] _columns;

    /// <summary>For each feature the output column of unknown categories.</summary>
    private readonly int[] _unknownColumns;

    private readonly int _outputCount;
    private readonly bool _refusesUnknown;
    private readonly bool _isSparse;

    public OneHotEncoder(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _categories = new CategoryColumns(source, FeatureCount);
        FeatureCount = _categories.Count;
        var handleUnknown = source.Text("handle_unknown", "error");
        if (handleUnknown is not ("error" or "ignore" or "infrequent_if_exist" or "warn"))
        {
            throw source.Unexpected("handle_unknown", "'error', 'ignore', 'infrequent_if_exist' or 'warn'");
        }

        _refusesUnknown = handleUnknown == "error";
        _isSparse = source.Has("sparse_output")
            ? source.Flag("sparse_output")
            : source.Flag("sparse", fallback: true);
        TransformType = OutputTypes.Read(source);
        var groups = InfrequentGroups.Read(source, _categories, leavesMissingOut: false);
        var drops = ReadDrops(source, groups);
        _columns = new int[FeatureCount][];
        _unknownColumns = new int[FeatureCount];
        for (var i = 0; i < FeatureCount; i++)
        {
            var first = _outputCount;
            int GetColumn(int place) =>
                place == drops[i] ? NoColumn : first + place - (drops[i] >= 0 && place > drops[i] ? 1 : 0);

            _columns[i] = [.. Enumerable.Range(0, _categories[i].Count).Select(c => GetColumn(groups[i].GetPlace(c)))];
            _unknownColumns[i] = handleUnknown == "infrequent_if_exist" && groups[i].HasInfrequent
                ? GetColumn(groups[i].Count - 1)
                : NoColumn;
            _outputCount = checked(_outputCount + groups[i].Count - (drops[i] >= 0 ? 1 : 0));
        }
    }

    public override TensorDataType TransformType { get; }

    protected override int OutputCount => _outputCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var rowCount = features.RowCount;
        var codes = ArrayPool<int>.Shared.Rent(checked(rowCount * Math.Max(FeatureCount, 1)));
        for (var i = 0; i < FeatureCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Encode(features, i, codes.AsSpan(i * rowCount, rowCount));
        }

        var encoded = ToSparse(codes, rowCount);
        ArrayPool<int>.Shared.Return(codes);
        return _isSparse ? new Features(encoded) : new Features(encoded.ToDense());
    }

    private void Encode(Features features, int feature, Span<int> codes)
    {
        if (_refusesUnknown)
        {
            _categories.EncodeKnown(features, feature, codes);
        }
        else
        {
            _categories.Encode(features, feature, codes);
        }

        var columns = _columns[feature];
        foreach (ref var code in codes)
        {
            code = code == CategoryColumns.Unknown ? _unknownColumns[feature] : columns[code];
        }
    }

    private SparseMatrix ToSparse(int[] codes, int rowCount)
    {
        var starts = new int[rowCount + 1];
        var columns = new int[checked(rowCount * FeatureCount)];
        var count = 0;
        for (var row = 0; row < rowCount; row++)
        {
            for (var i = 0; i < FeatureCount; i++)
            {
                var column = codes[i * rowCount + row];
                if (column != NoColumn)
                {
                    columns[count++] = column;
                }
            }

            starts[row + 1] = count;
        }

        Array.Resize(ref columns, count);
        var values = new double[count];
        values.AsSpan().Fill(1);
        return new SparseMatrix(starts, columns, values, _outputCount);
    }

    /// <summary>Reads the place that each feature drops; -1 for none.</summary>
    private static int[] ReadDrops(SklearnObject source, InfrequentGroups[] groups)
    {
        var drops = new int[groups.Length];
        Array.Fill(drops, NoColumn);

        // Since 1.3 drop_idx_ counts categories, and a second attribute counts places after rare ones were grouped.
        var name = source.Has("_drop_idx_after_grouping") ? "_drop_idx_after_grouping" : "drop_idx_";
        if (source.ValueOrNull(name) is not { } value)
        {
            return drops;
        }

        var indexes = value is NumpyArray { IsNumeric: true } array
            ? [.. array.ToIntegers().Select(static index => (object?)index)]
            : PickleNumbers.ToList(value) ?? throw source.Unexpected(name, "a list of positions");
        if (indexes.Count != groups.Length)
        {
            throw source.Unexpected(name, $"{groups.Length} positions");
        }

        for (var i = 0; i < drops.Length; i++)
        {
            if (indexes[i] is not null)
            {
                drops[i] = PickleNumbers.ToInteger(indexes[i]) is { } place && place >= 0 && place < groups[i].Count
                    ? (int)place
                    : throw source.Unexpected(name, "positions among the categories");
            }
        }

        return drops;
    }
}
