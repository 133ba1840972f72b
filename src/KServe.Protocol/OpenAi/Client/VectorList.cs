using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads lists with one item for each input, in whatever order a server has them.</summary>
internal static class VectorList
{
    /// <summary>Reads the items, each of which has to come once.</summary>
    public static ReadOnlyMemory<float>[] Read(
        JsonElement root,
        ReadOnlySpan<byte> name,
        int count,
        Func<JsonElement, ReadOnlyMemory<float>> read)
    {
        if (ChunkJson.Array(root, name) is not { } list || list.GetArrayLength() != count)
        {
            throw InferenceException.InvalidArgument($"it has no list of {count} results");
        }

        var vectors = new ReadOnlyMemory<float>[count];
        var position = 0;
        foreach (var item in list.EnumerateArray())
        {
            var index = GetIndex(item, position++);
            if ((uint)index >= (uint)count || !vectors[index].IsEmpty)
            {
                throw InferenceException.InvalidArgument("its results have an index twice, or one of nothing");
            }

            vectors[index] = read(item);
        }

        return vectors;
    }

    /// <summary>Gets which input an item is about: the next one when it does not say.</summary>
    public static int GetIndex(JsonElement item, int position) => ChunkJson.Integer(item, "index"u8) ?? position;

    /// <summary>Reads numbers, all or none.</summary>
    public static float[] ReadNumbers(JsonElement numbers)
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

    /// <summary>Counts the tokens of all inputs; some servers tell only the sum of all tokens, which is the same
    /// here.</summary>
    public static int CountTokens(JsonElement root) => ChunkJson.Object(root, "usage"u8) is not { } usage ? 0
        : ChunkJson.Integer(usage, "prompt_tokens"u8) is null ? UsageReader.Count(usage, "total_tokens"u8)
        : UsageReader.Count(usage, "prompt_tokens"u8);
}
