using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <content>Vectors of texts.</content>
public static partial class OpenAiJson
{
    /// <summary>Reads a request for vectors.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="kind">The endpoint that it came to.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static OpenAiEncodingRequest ReadEncoding(ReadOnlyMemory<byte> body, OpenAiEncodingKind kind) =>
        Read(body, fields => EncodingReader.Read(fields, kind));

    /// <summary>Writes the answer to a request for vectors.</summary>
    /// <param name="json">Takes the JSON.</param>
    /// <param name="request">The request.</param>
    /// <param name="result">The vectors.</param>
    /// <param name="labels">The names of the classes; numbers stand for those without.</param>
    /// <param name="id">Names the answer.</param>
    /// <param name="created">When it was made.</param>
    public static void WriteEncoding(
        Utf8JsonWriter json,
        OpenAiEncodingRequest request,
        TextEncodingResult result,
        IReadOnlyList<string> labels,
        string id,
        DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(labels);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        if (request.Kind != OpenAiEncodingKind.Rerank)
        {
            json.WriteString("object"u8, "list"u8);
            json.WriteNumber("created"u8, created.ToUnixTimeSeconds());
        }

        json.WriteString("model"u8, request.Model);
        EncodingWriter.Write(json, request, result, labels);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, result.PromptTokens);
        json.WriteNumber("total_tokens"u8, result.PromptTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
