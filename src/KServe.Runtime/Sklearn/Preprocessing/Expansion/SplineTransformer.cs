using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Replaces each column by the B-splines at its values (SplineTransformer).</summary>
internal sealed class SplineTransformer : DenseTransformer
{
    private const int MaxDegree = 20;

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
            var first = Evaluate(_bases[i], input[i], values);
            var cells = output.Slice(i * _keptCount, _keptCount);
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

        if ((x >= low && x <= high) || _extrapolation == SplineExtrapolation.Continue)
        {
            return basis.Evaluate(x, values);
        }

        var end = x < low ? low : high;
        if (_extrapolation == SplineExtrapolation.Error)
        {
            throw InferenceException.InvalidArgument("X contains values beyond the limits of the knots.");
        }

        var first = basis.Evaluate(end, values);
        if (_extrapolation == SplineExtrapolation.Linear)
        {
            Span<double> slopes = stackalloc double[_degree + 1];
            basis.Differentiate(end, slopes);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += (x - end) * slopes[i];
            }
        }

        return first;
    }

    private static SplineBasis ReadBasis(SklearnObject spline, int degree)
    {
        var name = spline.Has("t") ? "t" : "_t";
        var knots = spline.Vector(name);
        if (knots.Length < 2 * degree + 2 || knots.Length > 1 << 20 || spline.Integer("k", degree) != degree)
        {
            throw spline.Unexpected(name, $"{2 * degree + 2} or more knots of splines of degree {degree}");
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
