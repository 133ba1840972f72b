using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes requests for classes and reads their answers.</summary>
internal static class ClassCodec
{
    private const int MaxLabel = 1024;

    public static void Write(Utf8JsonWriter json, string model, TextEncodingRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        EmbeddingCodec.WriteInputs(json, request);
        EmbeddingCodec.WriteTruncation(json, request);
        json.WriteEndObject();
    }

    public static TextEncodingResult Read(JsonElement root, int count)
    {
        var vectors = VectorList.Read(root, "data"u8, count, ReadProbabilities);
        if (!Array.TrueForAll(vectors, vector => vector.Length == vectors[0].Length))
        {
            throw InferenceException.InvalidArgument("the results differ in their number of classes");
        }

        var labels = new string?[count];
        var position = 0;
        foreach (var item in root.GetProperty("data"u8).EnumerateArray())
        {
            labels[VectorList.GetIndex(item, position++)] =
                ChunkJson.Text(item, "label"u8) is { Length: <= MaxLabel } label ? ErrorJson.Clean(label) : null;
        }

        return new TextEncodingResult(vectors, VectorList.CountTokens(root)) { BestLabels = labels };
    }

    private static ReadOnlyMemory<float> ReadProbabilities(JsonElement item) =>
        ChunkJson.Array(item, "probs"u8) is { } array
        && VectorList.ReadNumbers(array) is { Length: > 0 } numbers
        && Array.TrueForAll(numbers, float.IsFinite)
            ? numbers
            : throw InferenceException.InvalidArgument("the probabilities of classes are no list of numbers");
}
