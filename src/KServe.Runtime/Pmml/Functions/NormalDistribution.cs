namespace KServe.Runtime.Pmml.Functions;

/// <summary>The normal distribution and the functions around it, to about the precision of a double.</summary>
/// <remarks>
/// The error function by W. J. Cody's rational approximations (Mathematics of Computation, 1969); the inverse by
/// P. J. Acklam's approximation with one step of Halley's method.
/// </remarks>
internal static class NormalDistribution
{
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    public static double Cumulative(double z) => 0.5 * ErfComplement(-z / Math.Sqrt(2));

    public static double Erf(double x) =>
        Math.Abs(x) <= 0.5 ? ErfNearZero(x) : Math.CopySign(1 - ErfComplement(Math.Abs(x)), x);

    public static double ErfComplement(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        var y = Math.Abs(x);
        var tail = y <= 0.5 ? 1 - ErfNearZero(y) : y <= 4 ? ErfMiddle(y) : ErfFar(y);
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>Finds the value below which a share of the distribution lies.</summary>
    public static double Inverse(double share)
    {
        if (!(share > 0 && share < 1))
        {
            return share == 0 ? double.NegativeInfinity : share == 1 ? double.PositiveInfinity : double.NaN;
        }

        const double Tail = 0.02425;
        var z = share < Tail ? InverseTail(share)
            : share > 1 - Tail ? -InverseTail(1 - share)
            : InverseMiddle(share);
        var error = Cumulative(z) - share;
        var step = error * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
        return z - step / (1 + z * step / 2);
    }

    private static double ErfNearZero(double x)
    {
        var z = x * x;
        var above = (((1.85777706184603153e-1 * z + 3.16112374387056560e0) * z + 1.13864154151050156e2) * z
            + 3.77485237685302021e2) * z + 3.20937758913846947e3;
        var below = (((z + 2.36012909523441209e1) * z + 2.44024637934444173e2) * z + 1.28261652607737228e3) * z
            + 2.84423683343917062e3;
        return x * above / below;
    }

    private static double ErfMiddle(double y)
    {
        ReadOnlySpan<double> above =
        [
            2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
            2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
            1.23033935479799725e3,
        ];
        ReadOnlySpan<double> below =
        [
            1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
            3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
        ];
        return Math.Exp(-y * y) * Polynomial(above, y) / Polynomial(below, y);
    }

    private static double ErfFar(double y)
    {
        ReadOnlySpan<double> above =
        [
            1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
            1.60837851487422766e-2, 6.58749161529837803e-4,
        ];
        ReadOnlySpan<double> below =
        [
            1, 2.56852019228982242e0, 1.87295284992346047e0, 5.27905102951428412e-1, 6.05183413124413191e-2,
            2.33520497626869185e-3,
        ];
        var z = 1 / (y * y);
        var rest = z * Polynomial(above, z) / Polynomial(below, z);
        return Math.Exp(-y * y) / y * (1 / Math.Sqrt(Math.PI) - rest);
    }

    private static double InverseTail(double share)
    {
        ReadOnlySpan<double> above =
        [
            -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
            2.938163982698783,
        ];
        ReadOnlySpan<double> below =
        [
            7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1,
        ];
        var q = Math.Sqrt(-2 * Math.Log(share));
        return Polynomial(above, q) / Polynomial(below, q);
    }

    private static double InverseMiddle(double share)
    {
        ReadOnlySpan<double> above =
        [
            -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2, -3.066479806614716e1,
            2.506628277459239,
        ];
        ReadOnlySpan<double> below =
        [
            -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
            1,
        ];
        var q = share - 0.5;
        var r = q * q;
        return q * Polynomial(above, r) / Polynomial(below, r);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        foreach (var coefficient in coefficients)
        {
            sum = sum * x + coefficient;
        }

        return sum;
    }
}
