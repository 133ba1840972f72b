using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the tokens used.</summary>
internal static class UsageReader
{
    public static TextGenerationUsage? Read(JsonElement root)
    {
        if (ChunkJson.Object(root, "usage"u8) is not { } usage)
        {
            return null;
        }

        var prompt = Count(usage, "prompt_tokens"u8);
        var completion = Count(usage, "completion_tokens"u8);
        return new TextGenerationUsage(
            prompt,
            Math.Min(completion, int.MaxValue - prompt),
            CountDetail(usage, "prompt_tokens_details"u8, "cached_tokens"u8))
        {
            ReasoningTokens = CountDetail(usage, "completion_tokens_details"u8, "reasoning_tokens"u8),
        };
    }

    public static int Count(JsonElement usage, ReadOnlySpan<byte> name) =>
        Math.Max(0, ChunkJson.Integer(usage, name) ?? 0);

    private static int CountDetail(JsonElement usage, ReadOnlySpan<byte> details, ReadOnlySpan<byte> name) =>
        ChunkJson.Object(usage, details) is { } found ? Count(found, name) : 0;
}
