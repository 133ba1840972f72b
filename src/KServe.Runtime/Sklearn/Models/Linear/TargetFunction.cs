using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>Knows the functions of numpy and scipy, number by number, that undo a change of targets.</summary>
internal static class TargetFunction
{
    /// <summary>Finds a function by its name.</summary>
    /// <returns><see langword="null"/> when it is not known.</returns>
    public static Func<double, double>? Find(object? value) => value is not PickleClass type
        || (!IsOf(type, "numpy") && !IsOf(type, "scipy"))
        ? null
        : type.Name switch
        {
            "exp" => Math.Exp,
            "exp2" => static value => Math.Pow(2, value),
            "expm1" => ExpM1,
            "log" => Math.Log,
            "log2" => Math.Log2,
            "log10" => Math.Log10,
            "log1p" => LogP1,
            "sqrt" => Math.Sqrt,
            "square" => static value => value * value,
            "cbrt" => Math.Cbrt,
            "abs" or "absolute" or "fabs" => Math.Abs,
            "negative" => static value => -value,
            "reciprocal" => static value => 1 / value,
            "sinh" => Math.Sinh,
            "arcsinh" => Math.Asinh,
            "tanh" => Math.Tanh,
            "arctanh" => Math.Atanh,
            "expit" => Numerics.RowMath.Sigmoid,
            "logit" => static value => Math.Log(value / (1 - value)),
            _ => null,
        };

    private static bool IsOf(PickleClass type, string package) =>
        type.Module == package || type.Module.StartsWith($"{package}.", StringComparison.Ordinal);

    // Near 0 the difference of 1 would eat the digits: W. Kahan's correction gives them back.
    private static double ExpM1(double value)
    {
        var power = Math.Exp(value);
        if (Math.Abs(value) > 1)
        {
            return power - 1;
        }

        return power == 1 ? value : (power - 1) * value / Math.Log(power);
    }

    private static double LogP1(double value)
    {
        var sum = 1 + value;
        return sum == 1 || double.IsInfinity(sum) ? value : Math.Log(sum) * value / (sum - 1);
    }
}
