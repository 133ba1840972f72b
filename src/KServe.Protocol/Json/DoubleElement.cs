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
}
