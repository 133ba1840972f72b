using System.Buffers;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Imputing;

/// <summary>Fills missing numbers from the nearest training rows (KNNImputer).</summary>
/// <remarks>Distances are Euclidean over the columns that both rows have, scaled up to all columns.</remarks>
internal sealed class KnnImputer : TransformingEstimator
{
    private readonly MissingMark _mark;
    private readonly Matrix _rows;
    private readonly bool[] _isMissing;
    private readonly double[] _means;
    private readonly int[] _kept;
    private readonly bool[] _isEmpty;
    private readonly int[] _indicators;
    private readonly int _neighborCount;
    private readonly bool _weighsByDistance;

    public KnnImputer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _mark = MissingMark.Read(source);
        _rows = source.Matrix("_fit_X", -1, FeatureCount);
        FeatureCount = _rows.ColumnCount;
        _isMissing = ReadMask(source, "_mask_fit_X", _rows.RowCount, FeatureCount);
        var valid = ReadMask(source, "_valid_mask", FeatureCount);
        _isEmpty = Array.ConvertAll(valid, static isValid => !isValid);
        var keepsEmpty = source.Flag("keep_empty_features");
        _kept = [.. Enumerable.Range(0, FeatureCount).Where(i => keepsEmpty || valid[i])];
        _indicators = IndicatorColumns.Read(source, FeatureCount);
        _neighborCount = source.Integer("n_neighbors", fallback: 5) is >= 1 and var count
            ? (int)Math.Min(count, int.MaxValue)
            : throw source.Unexpected("n_neighbors", "1 or more");
        _weighsByDistance = source.ValueOrNull("weights") switch
        {
            null or "uniform" => false,
            "distance" => true,
            _ => throw source.Invalid("weights that are a function are not supported"),
        };
        if (source.ValueOrNull("metric") is not (null or "nan_euclidean"))
        {
            throw source.Invalid("only the metric 'nan_euclidean' is supported");
        }

        _means = new double[FeatureCount];
        for (var column = 0; column < FeatureCount; column++)
        {
            _means[column] = GetMean(column);
        }
    }

    protected override int OutputCount => _kept.Length + _indicators.Length;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var input = InputCheck.Dense(features, this, _mark.IsNothing);
        var output = new Matrix(input.RowCount, _kept.Length + _indicators.Length);
        var filled = new double[FeatureCount];
        var distances = ArrayPool<double>.Shared.Rent(_rows.RowCount);
        for (var row = 0; row < input.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = input.GetRow(row);
            var to = output.GetRow(row);
            FillRow(from, filled, distances);
            for (var i = 0; i < _kept.Length; i++)
            {
                to[i] = _isEmpty[_kept[i]] ? 0 : filled[_kept[i]];
            }

            for (var i = 0; i < _indicators.Length; i++)
            {
                to[_kept.Length + i] = _mark.Matches(from[_indicators[i]]) ? 1 : 0;
            }
        }

        ArrayPool<double>.Shared.Return(distances);
        return new Features(output);
    }

    private void FillRow(ReadOnlySpan<double> row, double[] filled, double[] distances)
    {
        row.CopyTo(filled);
        var isMeasured = false;
        for (var column = 0; column < row.Length; column++)
        {
            if (_isEmpty[column] || !_mark.Matches(row[column]))
            {
                continue;
            }

            if (!isMeasured)
            {
                MeasureDistances(row, distances);
                isMeasured = true;
            }

            filled[column] = Impute(column, distances);
        }
    }

    private void MeasureDistances(ReadOnlySpan<double> row, double[] distances)
    {
        for (var i = 0; i < _rows.RowCount; i++)
        {
            var other = _rows.GetRow(i);
            var sum = 0.0;
            var present = 0;
            for (var column = 0; column < row.Length; column++)
            {
                if (!_isMissing[i * FeatureCount + column] && !_mark.Matches(row[column]))
                {
                    sum += (row[column] - other[column]) * (row[column] - other[column]);
                    present++;
                }
            }

            distances[i] = present == 0 ? double.NaN : Math.Sqrt(sum / present * FeatureCount);
        }
    }

    private double Impute(int column, double[] distances)
    {
        List<(double Distance, int Row)> donors = [];
        var hasDistance = false;
        for (var i = 0; i < _rows.RowCount; i++)
        {
            if (!_isMissing[i * FeatureCount + column])
            {
                hasDistance |= !double.IsNaN(distances[i]);
                donors.Add((double.IsNaN(distances[i]) ? double.PositiveInfinity : distances[i], i));
            }
        }

        if (!hasDistance)
        {
            return _means[column];
        }

        donors.Sort();
        var nearest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(donors)[
            ..Math.Min(_neighborCount, donors.Count)];
        return _weighsByDistance ? AverageByDistance(column, nearest, distances) : Average(column, nearest);
    }

    private double Average(int column, ReadOnlySpan<(double Distance, int Row)> donors)
    {
        var sum = 0.0;
        foreach (var (_, row) in donors)
        {
            sum += _rows[row, column];
        }

        return sum / donors.Length;
    }

    private double AverageByDistance(int column, ReadOnlySpan<(double Distance, int Row)> donors, double[] distances)
    {
        // A donor at no distance outweighs all others; one at an unknown distance counts nothing.
        var isExact = donors[0].Distance == 0;
        var sum = 0.0;
        var weights = 0.0;
        foreach (var (distance, row) in donors)
        {
            var weight = double.IsNaN(distances[row]) ? 0 : isExact ? distance == 0 ? 1 : 0 : 1 / distance;
            sum += weight * _rows[row, column];
            weights += weight;
        }

        return sum / weights;
    }

    private double GetMean(int column)
    {
        var sum = 0.0;
        var count = 0;
        for (var row = 0; row < _rows.RowCount; row++)
        {
            if (!_isMissing[row * FeatureCount + column])
            {
                sum += _rows[row, column];
                count++;
            }
        }

        return sum / count;
    }

    private static bool[] ReadMask(SklearnObject source, string name, params ReadOnlySpan<int> shape)
    {
        var array = source.Array(name);
        return array.Type.Kind == NumpyKind.Boolean && shape.SequenceEqual(array.Shape)
            ? Array.ConvertAll(array.ToIntegers(), static value => value != 0)
            : throw source.Unexpected(name, $"a mask of {string.Join(" x ", shape.ToArray())}");
    }
}
