using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the ids of tokens, where the request asks for them.</summary>
internal static class TokenWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<int> tokens, OpenAiRequest request)
    {
        if (!request.Prompts[0].ReturnsTokenIds)
        {
            return;
        }

        json.WriteStartArray("token_ids"u8);
        foreach (var token in tokens)
        {
            json.WriteNumberValue(token);
        }

        json.WriteEndArray();
    }
}
