namespace KServe.Detectors;

/// <summary>The gamma function's logarithm and the upper incomplete gamma function.</summary>
/// <remarks>Lanczos' approximation with the coefficients of Godfrey; series and continued fraction after
/// Gautschi.</remarks>
internal static class GammaFunction
{
    private const double Epsilon = 1e-16;
    private const int MaxSteps = 10_000;
    private const double G = 607.0 / 128;

    private static ReadOnlySpan<double> Lanczos =>
    [
        0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
        -0.49191381609762019978, .33994649984811888699e-4, .46523628927048575665e-4, -.98374475304879564677e-4,
        .15808870322491248884e-3, -.21026444172410488319e-3, .21743961811521264320e-3, -.16431810653676389022e-3,
        .84418223983852743293e-4, -.26190838401581408670e-4, .36899182659531622704e-5,
    ];

    /// <summary>Computes ln Γ(x) for x above 0.</summary>
    public static double Log(double x)
    {
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x - 1 + i);
        }

        var t = x - 0.5 + G;
        return ((x - 0.5) * Math.Log(t)) - t + Math.Log(Math.Sqrt(2 * Math.PI) * sum);
    }

    /// <summary>Computes Q(a, x) = Γ(a, x) / Γ(a).</summary>
    public static double Upper(double a, double x) => x <= 0 ? 1
        : x < a + 1 ? 1 - LowerSeries(a, x)
        : UpperFraction(a, x);

    private static double LowerSeries(double a, double x)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; n < MaxSteps && Math.Abs(term) > Math.Abs(sum) * Epsilon; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp(-x + (a * Math.Log(x)) - Log(a));
    }

    private static double UpperFraction(double a, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - a;
        var c = 1 / tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < MaxSteps; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = (an * d) + b;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = b + (an / c);
            c = Math.Abs(c) < tiny ? tiny : c;
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Epsilon)
            {
                break;
            }
        }

        return Math.Exp(-x + (a * Math.Log(x)) - Log(a)) * h;
    }
}
