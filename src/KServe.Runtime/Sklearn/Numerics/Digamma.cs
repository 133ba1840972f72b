namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>The derivative of the logarithm of the gamma function, for positive numbers.</summary>
/// <remarks>Abramowitz and Stegun, 6.3.5 (recurrence) and 6.3.18 (asymptotic series).</remarks>
internal static class Digamma
{
    public static double Compute(double value)
    {
        var result = 0.0;
        for (; value < 10; value++)
        {
            result -= 1 / value;
        }

        var inverse = 1 / (value * value);
        var series = inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse * (1.0 / 252 - inverse * (1.0 / 240
            - inverse * (1.0 / 132 - inverse * (691.0 / 32760 - inverse / 12))))));
        return result + Math.Log(value) - 0.5 / value - series;
    }
}
