using System.Globalization;
using System.Numerics;
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
}
