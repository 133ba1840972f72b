using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Replaces each column by the B-splines at its values (SplineTransformer).</summary>
internal sealed class SplineTransformer : DenseTransformer
{
    private const int MaxDegree = 20;
    private const int MaxKnots = 1 << 20;

    private readonly SplineBasis[] _bases;
    private readonly SplineExtrapolation _extrapolation;
    private readonly int _degree;
    private readonly int _splineCount;
    private readonly int _keptCount;
    private readonly bool _isSparse;

    public SplineTransformer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _degree = source.Integer("degree", fallback: 3) is >= 0 and <= MaxDegree and var degree
            ? (int)degree
            : throw source.Unexpected("degree", $"0 to {MaxDegree}");
        _extrapolation = source.Text("extrapolation", "constant") switch
        {
            "error" => SplineExtrapolation.Error,
            "constant" => SplineExtrapolation.Constant,
            "linear" => SplineExtrapolation.Linear,
            "continue" => SplineExtrapolation.Continue,
            "periodic" => SplineExtrapolation.Periodic,
            _ => throw source.Unexpected("extrapolation", "a known word"),
        };
        if (source.ValueOrNull("handle_missing") is not (null or "error"))
        {
            throw source.Invalid("handle_missing is only supported as 'error'");
        }

        var splines = source.Objects("bsplines_");
        if (splines.Count == 0 || (FeatureCount >= 0 && splines.Count != FeatureCount))
        {
            throw source.Unexpected("bsplines_", "the splines of each column");
        }

        FeatureCount = splines.Count;
        _bases = [.. splines.Select(spline => ReadBasis(spline, _degree))];
        var isPeriodic = _extrapolation == SplineExtrapolation.Periodic;
        _splineCount = _bases[0].Count - (isPeriodic ? _degree : 0);
        if (_splineCount < 1 || Array.Exists(_bases, basis => basis.Count != _bases[0].Count))
        {
            throw source.Unexpected("bsplines_", "as many splines for each column");
        }

        _keptCount = source.Flag("include_bias", fallback: true) ? _splineCount : _splineCount - 1;
        _isSparse = source.Flag("sparse_output");
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var dense = base.Transform(features, cancellationToken);
        return _isSparse ? new Features(SparseMatrix.FromDense(dense.ToDense())) : dense;
    }

    protected override int GetOutputCount(int inputCount) => checked(_keptCount * inputCount);

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        Span<double> values = stackalloc double[_degree + 1];
        for (var i = 0; i < input.Length; i++)
        {
            var cells = output.Slice(i * _keptCount, _keptCount);
            if (_extrapolation == SplineExtrapolation.Linear && IsBeyond(i, input[i], out var end))
            {
                ExtrapolateLinearly(i, input[i], end, cells);
                continue;
            }

            var first = Evaluate(_bases[i], input[i], values);
            for (var j = 0; j < values.Length; j++)
            {
                // The splines of a period wrap around; the last one is left out when there is to be no bias.
                var spline = (first + j) % _splineCount;
                if (spline < _keptCount)
                {
                    cells[spline] += values[j];
                }
            }
        }
    }

    private int Evaluate(SplineBasis basis, double x, Span<double> values)
    {
        var low = basis.Lowest;
        var high = basis.Highest;
        if (_extrapolation == SplineExtrapolation.Periodic)
        {
            var period = high - low;
            return basis.Evaluate(low + (x - low - Math.Floor((x - low) / period) * period), values);
        }

        if (_extrapolation == SplineExtrapolation.Error && (x < low || x > high))
        {
            throw InferenceException.InvalidArgument("X contains values beyond the limits of the knots.");
        }

        return basis.Evaluate(_extrapolation == SplineExtrapolation.Constant ? Math.Clamp(x, low, high) : x, values);
    }

    private bool IsBeyond(int column, double x, out double end)
    {
        var edge = GetEdge(column);
        var low = _bases[column].GetKnot(edge);
        var high = _bases[column].GetKnot(^(edge + 1));
        end = x < low ? low : high;
        return x < low || x > high;
    }

    /// <summary>Lets the first or the last splines go on in the direction that they have at the end.</summary>
    private void ExtrapolateLinearly(int column, double x, double end, Span<double> cells)
    {
        Span<double> values = stackalloc double[_degree + 1];
        Span<double> slopes = stackalloc double[_degree + 1];
        var first = _bases[column].Evaluate(end, values);
        _bases[column].Differentiate(end, slopes);
        var count = _degree >= 2 ? _degree : Math.Min(_degree + column + 1, 2);
        for (var i = 0; i < values.Length; i++)
        {
            var spline = first + i;
            var isOuter = x < end ? spline < count : spline >= _splineCount - count;
            if (isOuter && spline < _keptCount)
            {
                cells[spline] = values[i] + (x - end) * slopes[i];
            }
        }
    }

    /// <summary>Gets how many knots from either end the straight lines begin.</summary>
    /// <remarks>
    /// The library raises a degree below 2 by one for each column, up to 2, and so lets later columns begin further
    /// inside. All of its versions do, and models were fitted on it.
    /// </remarks>
    private int GetEdge(int column) => _degree >= 2 ? _degree : Math.Min(_degree + column, 2);

    private static SplineBasis ReadBasis(SklearnObject spline, int degree)
    {
        var name = spline.Has("t") ? "t" : "_t";
        var knots = spline.Vector(name);
        if (knots.Length < Math.Max(2 * degree + 2, 3)
            || knots.Length > MaxKnots
            || spline.Integer("k", degree) != degree)
        {
            throw spline.Unexpected(name, $"{Math.Max(2 * degree + 2, 3)} or more knots of splines of degree {degree}");
        }

        for (var i = 1; i < knots.Length; i++)
        {
            if (!(knots[i] >= knots[i - 1]))
            {
                throw spline.Unexpected(name, "knots that ascend");
            }
        }

        return new SplineBasis(knots, degree);
    }
}
