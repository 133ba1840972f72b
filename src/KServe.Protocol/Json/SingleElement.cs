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
}
