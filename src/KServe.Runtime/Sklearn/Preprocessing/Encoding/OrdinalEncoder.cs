using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Replaces each category by its position (OrdinalEncoder).</summary>
internal sealed class OrdinalEncoder : TransformingEstimator
{
    private readonly CategoryColumns _categories;
    private readonly double[][] _codes;
    private readonly double[] _unknownCodes;
    private readonly bool _refusesUnknown;

    public OrdinalEncoder(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _categories = new CategoryColumns(source, FeatureCount);
        FeatureCount = _categories.Count;
        TransformType = OutputTypes.Read(source);
        var handleUnknown = source.Text("handle_unknown", "error");
        _refusesUnknown = handleUnknown == "error";
        double? unknownCode = handleUnknown switch
        {
            "error" => double.NaN,
            "use_encoded_value" => source.Number("unknown_value"),
            "ignore" or "infrequent_if_exist" or "warn" => null,
            _ => throw source.Unexpected("handle_unknown", "'error', 'use_encoded_value' or another known word"),
        };
        var groups = InfrequentGroups.Read(source, _categories, leavesMissingOut: true);
        var missingCode = source.Number("encoded_missing_value", double.NaN);
        var missing = ReadMissing(source);
        _codes = new double[FeatureCount][];
        _unknownCodes = new double[FeatureCount];
        for (var i = 0; i < FeatureCount; i++)
        {
            _codes[i] =
            [
                .. Enumerable.Range(0, _categories[i].Count)
                    .Select(c => missing.GetValueOrDefault(i, -1) == c ? missingCode : groups[i].GetPlace(c)),
            ];
            _unknownCodes[i] = unknownCode ?? (groups[i].HasInfrequent ? groups[i].Count - 1 : -1);
        }
    }

    public override TensorDataType TransformType { get; }

    protected override int OutputCount => FeatureCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var output = new Matrix(features.RowCount, FeatureCount);
        var codes = new int[features.RowCount];
        for (var i = 0; i < FeatureCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_refusesUnknown)
            {
                _categories.EncodeKnown(features, i, codes);
            }
            else
            {
                _categories.Encode(features, i, codes);
            }

            for (var row = 0; row < codes.Length; row++)
            {
                var code = codes[row];
                output.GetRow(row)[i] = code == CategoryColumns.Unknown ? _unknownCodes[i] : _codes[i][code];
            }
        }

        return new Features(output);
    }

    /// <summary>Finds the category of each column that stands for missing values; before 1.0 none did.</summary>
    private Dictionary<int, int> ReadMissing(SklearnObject source)
    {
        Dictionary<int, int> missing = [];
        if (source.ValueOrNull("_missing_indices") is PickleDictionary)
        {
            for (var i = 0; i < FeatureCount; i++)
            {
                missing[i] = _categories[i].NaNIndex;
            }
        }

        return missing;
    }
}
