namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Functions that keep their precision near zero, and quantiles of the normal distribution.</summary>
internal static class StableMath
{
    /// <summary>Computes ln(1 + x) (W. Kahan's correction of the rounding of 1 + x).</summary>
    public static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>Computes e^x - 1 (W. Kahan's correction of the rounding of e^x).</summary>
    public static double ExpM1(double x)
    {
        var power = Math.Exp(x);
        if (power == 1)
        {
            return x;
        }

        var difference = power - 1;
        return difference == -1 || double.IsInfinity(power) ? difference : difference * (x / Math.Log(power));
    }

    /// <summary>Computes the quantile of the standard normal distribution to 16 digits.</summary>
    /// <remarks>M. J. Wichura, algorithm AS 241, Applied Statistics 37 (1988).</remarks>
    public static double NormalQuantile(double p)
    {
        if (!(p > 0 && p < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - q * q;
            return q * (Polynomial(CentralTop, r) / Polynomial(CentralBottom, r));
        }

        var tail = Math.Sqrt(-Math.Log(q < 0 ? p : 1 - p));
        var value = tail <= 5
            ? Polynomial(MiddleTop, tail - 1.6) / Polynomial(MiddleBottom, tail - 1.6)
            : Polynomial(FarTop, tail - 5) / Polynomial(FarBottom, tail - 5);
        return q < 0 ? -value : value;
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = sum * x + coefficients[i];
        }

        return sum;
    }

    private static ReadOnlySpan<double> CentralTop =>
    [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ];

    private static ReadOnlySpan<double> CentralBottom =>
    [
        1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
        21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ];

    private static ReadOnlySpan<double> MiddleTop =>
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleBottom =>
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
        0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarTop =>
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
        0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarBottom =>
    [
        1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
