using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads pieces of tool calls.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads the pieces; those without an index get -1.</summary>
    public static IReadOnlyList<ToolCallUpdate> Read(JsonElement delta)
    {
        if (ChunkJson.Array(delta, "tool_calls"u8) is { } array)
        {
            return array.GetArrayLength() <= OpenAiLimits.ToolCalls
                ? [.. array.EnumerateArray().Select(ReadOne)]
                : throw InferenceException.InvalidArgument("it has too many tool calls");
        }

        // As older TGI does in its stream.
        return ChunkJson.Object(delta, "tool_calls"u8) is { } single ? [ReadOne(single)] : [];
    }

    private static ToolCallUpdate ReadOne(JsonElement call)
    {
        var function = ChunkJson.Object(call, "function"u8) ?? default;
        return new ToolCallUpdate(ChunkJson.Integer(call, "index"u8) ?? -1, ReadArguments(function))
        {
            Id = ChunkJson.Text(call, "id"u8),
            Name = ChunkJson.Text(function, "name"u8),
        };
    }

    // TGI has them as an object where others have its text.
    private static string ReadArguments(JsonElement function) =>
        ChunkJson.Text(function, "arguments"u8)
        ?? ChunkJson.Object(function, "arguments"u8)?.GetRawText()
        ?? "";
}
