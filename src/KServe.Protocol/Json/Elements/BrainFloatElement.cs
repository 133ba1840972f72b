using System.Text.Json;

namespace KServe.Protocol;

internal readonly struct BrainFloatElement : IJsonElement<ushort>
{
    public static string Expected => "a number in the range of BF16, or null for NaN";

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out ushort value)
    {
        var known = SingleElement.TryRead(token, text, out var wide);
        value = BrainFloat.FromSingle(wide);
        return known && (float.IsNaN(wide) || float.IsFinite(BrainFloat.ToSingle(value)));
    }
}
