using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads doubles; null stands for NaN, as it does in responses.</summary>
internal readonly struct DoubleElement : IJsonElement<double>
{
    public static string Expected => "a number in the range of FP64, or null for NaN";

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        return token == JsonTokenType.Number ? JsonNumber.TryParse(text, out value) : token == JsonTokenType.Null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert(DecimalNumber number, out double value)
    {
        var isExact = DecimalRounding.TryToDouble(number.Mantissa, -number.Decimals, out value);
        value = WithSign(number.Mantissa == 0 ? 0 : value, number.Sign);
        return isExact || number.Mantissa == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvertShort(DecimalNumber number, out double value)
    {
        Debug.Assert(number.Mantissa <= JsonNumber.MaxExact, "the number has at most 15 digits");
        value = WithSign(JsonNumber.Shift((long)number.Mantissa, number.Decimals), number.Sign);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double WithSign(double value, int sign) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) | ((long)sign << 63));
}
