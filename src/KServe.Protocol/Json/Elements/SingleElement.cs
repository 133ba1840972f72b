using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads floats; null stands for NaN, as it does in responses.</summary>
internal readonly struct SingleElement : IJsonElement<float>
{
    public static string Expected => "a number in the range of FP32, or null for NaN";

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out float value)
    {
        value = float.NaN;
        return token == JsonTokenType.Number ? JsonNumber.TryParse(text, out value) : token == JsonTokenType.Null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert(DecimalNumber number, out float value)
    {
        var isExact = DecimalRounding.TryToSingle(number.Mantissa, -number.Decimals, out value);
        value = WithSign(number.Mantissa == 0 ? 0 : value, number.Sign);
        return isExact || number.Mantissa == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvertShort(DecimalNumber number, out float value)
    {
        Debug.Assert(number.Mantissa <= JsonNumber.MaxExact, "the number has at most 15 digits");
        var wide = JsonNumber.Shift((long)number.Mantissa, number.Decimals);
        value = WithSign((float)wide, number.Sign);
        return JsonNumber.IsFarFromHalfway(wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float WithSign(float value, int sign) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) | (sign << 31));
}
