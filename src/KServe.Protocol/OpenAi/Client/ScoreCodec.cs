using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes requests for rankings and scores, and reads their answers.</summary>
/// <remarks>Both give one number for each pair; a ranking has one first text and an order of its own.</remarks>
internal static class ScoreCodec
{
    /// <summary>Tells whether all pairs begin with the same text, as those of a ranking do.</summary>
    public static bool HasOneQuery(TextEncodingRequest request)
    {
        foreach (var input in request.Inputs)
        {
            if (!string.Equals(input.Text, request.Inputs[0].Text, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public static void WriteRanking(Utf8JsonWriter json, string model, TextEncodingRequest request)
    {
        if (!HasOneQuery(request))
        {
            throw OpenAiErrors.Wrong("query", "A ranking has one query.");
        }

        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteString("query"u8, First(request.Inputs[0]));
        WriteTexts(json, "documents"u8, request, Second);
        EmbeddingCodec.WriteTruncation(json, request);
        json.WriteEndObject();
    }

    public static void WriteScores(Utf8JsonWriter json, string model, TextEncodingRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        if (HasOneQuery(request))
        {
            json.WriteString("text_1"u8, First(request.Inputs[0]));
        }
        else
        {
            WriteTexts(json, "text_1"u8, request, First);
        }

        WriteTexts(json, "text_2"u8, request, Second);
        EmbeddingCodec.WriteTruncation(json, request);
        json.WriteEndObject();
    }

    public static TextEncodingResult ReadRanking(JsonElement root, int count) => new(
        VectorList.Read(root, "results"u8, count, static item => ReadScore(item, "relevance_score"u8)),
        VectorList.CountTokens(root));

    public static TextEncodingResult ReadScores(JsonElement root, int count) => new(
        VectorList.Read(root, "data"u8, count, static item => ReadScore(item, "score"u8)),
        VectorList.CountTokens(root));

    private static void WriteTexts(
        Utf8JsonWriter json,
        ReadOnlySpan<byte> name,
        TextEncodingRequest request,
        Func<TextInput, string> get)
    {
        json.WriteStartArray(name);
        foreach (var input in request.Inputs)
        {
            json.WriteStringValue(get(input));
        }

        json.WriteEndArray();
    }

    private static string First(TextInput input) => input.Text ?? throw NoPair();

    private static string Second(TextInput input) => input.Pair ?? throw NoPair();

    private static InferenceException NoPair() =>
        OpenAiErrors.Wrong("documents", "Scores are made of pairs of texts.");

    private static ReadOnlyMemory<float> ReadScore(JsonElement item, ReadOnlySpan<byte> name) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetSingle(out var score)
        && float.IsFinite(score)
            ? new float[] { score }
            : throw InferenceException.InvalidArgument("a score is no number");
}
