using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol;

internal readonly struct HalfElement : IJsonElement<Half>
{
    public static string Expected => "a number in the range of FP16, or null for NaN";

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out Half value)
    {
        value = Half.NaN;
        if (token != JsonTokenType.Number)
        {
            return token == JsonTokenType.Null;
        }

        return Half.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && Half.IsFinite(value);
    }
}
