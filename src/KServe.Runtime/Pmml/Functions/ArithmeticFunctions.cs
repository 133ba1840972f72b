using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Arithmetic, rounding, powers and trigonometry.</summary>
internal static class ArithmeticFunctions
{
    public static Dictionary<string, BuiltInFunction> All { get; } = new(StringComparer.Ordinal)
    {
        ["+"] = Whole(static (x, y) => x + y),
        ["-"] = Whole(static (x, y) => x - y),
        ["*"] = Whole(static (x, y) => x * y),
        ["/"] = Binary(Divide),
        ["modulo"] = Whole(static (x, y) => y == 0 ? double.NaN : x - Math.Floor(x / y) * y),
        ["x-modulo"] = Whole(static (x, y) => y == 0 ? double.NaN : x - Math.Floor(x / y) * y),
        ["pow"] = Whole(Math.Pow),
        ["threshold"] = Whole(static (x, y) => x > y ? 1 : 0),
        ["hypot"] = Binary(double.Hypot),
        ["x-hypot"] = Binary(double.Hypot),
        ["atan2"] = Binary(Math.Atan2),
        ["x-atan2"] = Binary(Math.Atan2),
        ["log10"] = Unary(Math.Log10),
        ["ln"] = Unary(Math.Log),
        ["ln1p"] = Unary(LogOnePlus),
        ["x-ln1p"] = Unary(LogOnePlus),
        ["sqrt"] = Unary(Math.Sqrt),
        ["exp"] = Unary(Math.Exp),
        ["expm1"] = Unary(ExpMinusOne),
        ["x-expm1"] = Unary(ExpMinusOne),
        ["abs"] = Kept(Math.Abs),
        ["floor"] = Rounded(Math.Floor),
        ["ceil"] = Rounded(Math.Ceiling),
        ["round"] = Rounded(static x => Math.Floor(x + 0.5)),
        ["rint"] = Kept(static x => Math.Round(x, MidpointRounding.ToEven)),
        ["x-rint"] = Kept(static x => Math.Round(x, MidpointRounding.ToEven)),
        ["sin"] = Unary(Math.Sin),
        ["asin"] = Unary(Math.Asin),
        ["sinh"] = Unary(Math.Sinh),
        ["cos"] = Unary(Math.Cos),
        ["acos"] = Unary(Math.Acos),
        ["cosh"] = Unary(Math.Cosh),
        ["tan"] = Unary(Math.Tan),
        ["atan"] = Unary(Math.Atan),
        ["tanh"] = Unary(Math.Tanh),
    };

    private static BuiltInFunction Unary(Func<double, double> body) =>
        new(1, 1, arguments => PmmlValue.FromReal(body(arguments[0].ToNumber())));

    private static BuiltInFunction Binary(Func<double, double, double> body) =>
        new(2, 2, arguments => PmmlValue.FromReal(body(arguments[0].ToNumber(), arguments[1].ToNumber())));

    /// <summary>Makes a function whose result is whole when both arguments and the result are.</summary>
    private static BuiltInFunction Whole(Func<double, double, double> body) => new(2, 2, arguments =>
    {
        var result = body(arguments[0].ToNumber(), arguments[1].ToNumber());
        return arguments[0].Kind == PmmlKind.Integer
            && arguments[1].Kind == PmmlKind.Integer
            && result == Math.Truncate(result)
                ? PmmlValue.FromInteger(result)
                : PmmlValue.FromReal(result);
    });

    private static BuiltInFunction Kept(Func<double, double> body) => new(1, 1, arguments =>
        arguments[0].Kind == PmmlKind.Integer
            ? PmmlValue.FromInteger(body(arguments[0].Number))
            : PmmlValue.FromReal(body(arguments[0].ToNumber())));

    private static BuiltInFunction Rounded(Func<double, double> body) =>
        new(1, 1, arguments => PmmlValue.FromInteger(body(arguments[0].ToNumber())));

    private static double Divide(double x, double y) => y == 0 ? double.NaN : x / y;

    // Exact near zero, where 1 + x forgets the digits of x (Kahan's correction).
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static double ExpMinusOne(double x)
    {
        var power = Math.Exp(x);
        if (power == 1)
        {
            return x;
        }

        var difference = power - 1;
        return difference == -1 || double.IsInfinity(power) ? difference : difference * x / Math.Log(power);
    }
}
