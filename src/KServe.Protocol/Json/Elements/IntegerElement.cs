using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads integers exactly; a fraction or an exponent is no integer notation.</summary>
internal readonly struct IntegerElement<T> : IJsonElement<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static string Expected => $"an integer from {T.MinValue} to {T.MaxValue}";

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out T value)
    {
        value = default;
        return token == JsonTokenType.Number
            && T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert(DecimalNumber number, out T value)
    {
        // the smallest integer has no positive counterpart: the rare number below -MaxValue is left to the parser
        var mask = 0UL - (ulong)number.Sign;
        value = T.CreateTruncating((number.Mantissa ^ mask) - mask);
        return number.Decimals == 0
            && number.Mantissa <= ulong.CreateTruncating(T.MaxValue)
            && (number.Sign == 0 || T.MinValue != T.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvertShort(DecimalNumber number, out T value) => TryConvert(number, out value);
}
