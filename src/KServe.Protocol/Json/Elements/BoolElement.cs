using System.Text.Json;

namespace KServe.Protocol;

internal readonly struct BoolElement : IJsonElement<byte>
{
    public static string Expected => "true or false";

    public static bool TryRead(JsonTokenType token, ReadOnlySpan<byte> text, out byte value)
    {
        value = token == JsonTokenType.True ? (byte)1 : (byte)0;
        return token is JsonTokenType.True or JsonTokenType.False;
    }
}
