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
        json.WriteStartArray("input"u8);
        foreach (var input in request.Inputs)
        {
            WriteInput(json, input);
        }

        json.WriteEndArray();
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions"u8, dimensions);
        }

        if (request.Truncates)
        {
            json.WriteNumber("truncate_prompt_tokens"u8, -1);
        }

        json.WriteEndObject();
    }

    public static TextEncodingResult Read(JsonElement root, int count)
    {
        if (ChunkJson.Array(root, "data"u8) is not { } data || data.GetArrayLength() != count)
        {
            throw InferenceException.InvalidArgument($"'data' is not an array of {count} embeddings");
        }

        var vectors = new ReadOnlyMemory<float>[count];
        var position = 0;
        foreach (var item in data.EnumerateArray())
        {
            var index = ChunkJson.Integer(item, "index"u8) ?? position;
            if ((uint)index >= (uint)count || !vectors[index].IsEmpty)
            {
                throw InferenceException.InvalidArgument("'data' has an index twice, or one that it must not have");
            }

            vectors[index] = ReadVector(item);
            position++;
        }

        if (Array.Exists(vectors, vector => vector.Length != vectors[0].Length))
        {
            throw InferenceException.InvalidArgument("the embeddings differ in their length");
        }

        var tokens = ChunkJson.Object(root, "usage"u8) is { } usage ? UsageReader.Count(usage, "prompt_tokens"u8) : 0;
        return new TextEncodingResult(vectors, tokens);
    }

    private static void WriteInput(Utf8JsonWriter json, TextInput input)
    {
        if (input.Pair is not null)
        {
            throw OpenAiErrors.Wrong("input", "Pairs of texts have no embeddings.");
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

    private static float[] ReadVector(JsonElement item)
    {
        var vector = ChunkJson.Text(item, "embedding"u8) is { } base64
            ? ReadBytes(base64)
            : ChunkJson.Array(item, "embedding"u8) is { } numbers ? ReadNumbers(numbers) : [];
        return vector.Length > 0 && Array.TrueForAll(vector, float.IsFinite)
            ? vector
            : throw InferenceException.InvalidArgument("an embedding is no list of numbers");
    }

    private static float[] ReadNumbers(JsonElement numbers)
    {
        var vector = new float[numbers.GetArrayLength()];
        var index = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out vector[index++]))
            {
                return [];
            }
        }

        return vector;
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
