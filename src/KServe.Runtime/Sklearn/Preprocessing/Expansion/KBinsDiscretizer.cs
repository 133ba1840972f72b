using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Sorts numbers into bins (KBinsDiscretizer).</summary>
internal sealed class KBinsDiscretizer : TransformingEstimator
{
    private readonly double[][] _innerEdges;
    private readonly int[] _firstColumns;
    private readonly int _outputCount;
    private readonly bool _isOneHot;
    private readonly bool _isSparse;
    private readonly bool _isTolerant;

    public KBinsDiscretizer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _isTolerant = !SklearnVersion.IsAtLeast(source, 1, 1);
        _innerEdges = ReadEdges(source, FeatureCount);
        FeatureCount = _innerEdges.Length;
        (_isOneHot, _isSparse) = source.Text("encode", "onehot") switch
        {
            "onehot" => (true, true),
            "onehot-dense" => (true, false),
            "ordinal" => (false, false),
            _ => throw source.Unexpected("encode", "'onehot', 'onehot-dense' or 'ordinal'"),
        };
        var binCounts = source.Integers("n_bins_", FeatureCount);
        _firstColumns = new int[FeatureCount];
        for (var i = 0; i < FeatureCount; i++)
        {
            if (binCounts[i] != _innerEdges[i].Length + 1)
            {
                throw source.Unexpected("n_bins_", "one bin less than edges");
            }

            _firstColumns[i] = _isOneHot ? _outputCount : i;
            _outputCount = checked(_outputCount + (_isOneHot ? binCounts[i] : 1));
        }
    }

    protected override int OutputCount => _outputCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var input = InputCheck.Dense(features, this);
        if (_isSparse)
        {
            return new Features(ToSparse(input));
        }

        var output = new Matrix(input.RowCount, _outputCount);
        for (var row = 0; row < input.RowCount; row++)
        {
            for (var column = 0; column < FeatureCount; column++)
            {
                var bin = FindBin(input[row, column], _innerEdges[column]);
                output.GetRow(row)[_firstColumns[column] + (_isOneHot ? bin : 0)] = _isOneHot ? 1 : bin;
            }
        }

        return new Features(output);
    }

    private SparseMatrix ToSparse(Matrix input)
    {
        var starts = new int[input.RowCount + 1];
        var columns = new int[input.Values.Length];
        for (var row = 0; row < input.RowCount; row++)
        {
            starts[row + 1] = starts[row] + FeatureCount;
            for (var column = 0; column < FeatureCount; column++)
            {
                columns[starts[row] + column] =
                    _firstColumns[column] + FindBin(input[row, column], _innerEdges[column]);
            }
        }

        var values = new double[columns.Length];
        values.AsSpan().Fill(1);
        return new SparseMatrix(starts, columns, values, _outputCount);
    }

    /// <summary>Counts the inner edges at or below a number; before 1.1 also those that are close above it.</summary>
    private int FindBin(double value, double[] edges)
    {
        value += _isTolerant ? 1e-8 + 1e-5 * Math.Abs(value) : 0;
        var low = 0;
        var high = edges.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (edges[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double[][] ReadEdges(SklearnObject source, int count)
    {
        if (source.Value("bin_edges_") is NumpyArray { IsNumeric: true, Shape: [var rows, >= 2] } table)
        {
            var width = table.Shape[1];
            var all = table.ToDoubles();
            return count < 0 || rows == count
                ? [.. Enumerable.Range(0, rows).Select(row => all[(row * width + 1)..((row + 1) * width - 1)])]
                : throw source.Unexpected("bin_edges_", $"the edges of {count} columns");
        }

        var edges = source.List("bin_edges_");
        return count < 0 || edges.Count == count
            ? [.. edges.Select(edge => edge is NumpyArray { IsNumeric: true, Shape: [>= 2] } array
                ? array.ToDoubles()[1..^1]
                : throw source.Unexpected("bin_edges_", "vectors of two or more numbers"))]
            : throw source.Unexpected("bin_edges_", $"the edges of {count} columns");
    }
}
