using System.Buffers.Binary;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes requests for embeddings and reads their answers.</summary>
internal static class EmbeddingCodec
{
    public static void Write(Utf8JsonWriter json, string model, TextEncodingRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        WriteInputs(json, request);
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions"u8, dimensions);
        }

        WriteTruncation(json, request);
        json.WriteEndObject();
    }

    public static TextEncodingResult Read(JsonElement root, int count)
    {
        var vectors = VectorList.Read(root, "data"u8, count, ReadVector);
        return Array.TrueForAll(vectors, vector => vector.Length == vectors[0].Length)
            ? new TextEncodingResult(vectors, VectorList.CountTokens(root))
            : throw InferenceException.InvalidArgument("the embeddings differ in their length");
    }

    /// <summary>Writes the texts, none of which may be a pair.</summary>
    public static void WriteInputs(Utf8JsonWriter json, TextEncodingRequest request)
    {
        json.WriteStartArray("input"u8);
        foreach (var input in request.Inputs)
        {
            WriteInput(json, input);
        }

        json.WriteEndArray();
    }

    public static void WriteTruncation(Utf8JsonWriter json, TextEncodingRequest request)
    {
        if (request.Truncates)
        {
            json.WriteNumber("truncate_prompt_tokens"u8, -1);
        }
    }

    private static void WriteInput(Utf8JsonWriter json, TextInput input)
    {
        if (input.Pair is not null)
        {
            throw OpenAiErrors.Wrong("input", "Pairs of texts were given where single ones were expected.");
        }

        if (input.TokenIds is not { } tokens)
        {
            json.WriteStringValue(input.Text ?? "");
            return;
        }

        json.WriteStartArray();
        foreach (var token in tokens)
        {
            json.WriteNumberValue(token);
        }

        json.WriteEndArray();
    }

    private static ReadOnlyMemory<float> ReadVector(JsonElement item)
    {
        var vector = ChunkJson.Text(item, "embedding"u8) is { } base64
            ? ReadBytes(base64)
            : ChunkJson.Array(item, "embedding"u8) is { } numbers ? VectorList.ReadNumbers(numbers) : [];
        return vector.Length > 0 && Array.TrueForAll(vector, float.IsFinite)
            ? vector
            : throw InferenceException.InvalidArgument("an embedding is no list of numbers");
    }

    private static float[] ReadBytes(string base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length % sizeof(float) != 0)
        {
            return [];
        }

        var vector = new float[length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return vector;
    }
}
