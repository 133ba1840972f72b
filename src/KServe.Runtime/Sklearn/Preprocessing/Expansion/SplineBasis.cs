namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>The B-splines over the knots of one column.</summary>
/// <remarks>C. de Boor, A Practical Guide to Splines (1978): the recurrence of Cox and de Boor.</remarks>
internal sealed class SplineBasis
{
    private readonly double[] _knots;
    private readonly int _degree;

    public SplineBasis(double[] knots, int degree)
    {
        _knots = knots;
        _degree = degree;
    }

    /// <summary>Gets the number of splines.</summary>
    public int Count => _knots.Length - _degree - 1;

    /// <summary>Gets the first point between the inner knots.</summary>
    public double Lowest => _knots[_degree];

    /// <summary>Gets the last point between the inner knots.</summary>
    public double Highest => _knots[Count];

    public double GetKnot(Index index) => _knots[index];

    /// <summary>Computes the splines that are not zero at a point.</summary>
    /// <param name="x">The point; beyond the inner knots the outermost polynomials go on.</param>
    /// <param name="values">Where to write; as many as the degree plus one.</param>
    /// <returns>The index of the first of them.</returns>
    public int Evaluate(double x, Span<double> values)
    {
        var interval = FindInterval(x);
        Evaluate(x, interval, _degree, values);
        return interval - _degree;
    }

    /// <summary>Computes the slopes of the splines that are not zero at a point.</summary>
    /// <returns>The index of the first of them.</returns>
    public int Differentiate(double x, Span<double> slopes)
    {
        var interval = FindInterval(x);
        slopes[.._degree].Clear();
        slopes[_degree] = 0;
        if (_degree == 0)
        {
            return interval;
        }

        Span<double> lower = stackalloc double[_degree];
        Evaluate(x, interval, _degree - 1, lower);
        for (var i = 0; i < _degree; i++)
        {
            // The lower spline i begins at this knot; it counts in two splines with opposite signs.
            var first = interval - _degree + 1 + i;
            var slope = _degree * lower[i] / (_knots[first + _degree] - _knots[first]);
            slopes[i] -= slope;
            slopes[i + 1] += slope;
        }

        return interval - _degree;
    }

    private int FindInterval(double x)
    {
        var interval = _degree;
        while (interval < Count - 1 && x >= _knots[interval + 1])
        {
            interval++;
        }

        return interval;
    }

    private void Evaluate(double x, int interval, int degree, Span<double> values)
    {
        values[0] = 1;
        for (var d = 1; d <= degree; d++)
        {
            var carried = 0.0;
            for (var i = 0; i < d; i++)
            {
                var right = _knots[interval + 1 + i];
                var left = _knots[interval + 1 + i - d];
                var share = right == left ? 0 : values[i] / (right - left);
                values[i] = carried + (right - x) * share;
                carried = (x - left) * share;
            }

            values[d] = carried;
        }
    }
}
