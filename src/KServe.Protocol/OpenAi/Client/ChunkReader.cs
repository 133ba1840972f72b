using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the choices of a chunk, or of a whole answer, which have the same fields but for one name.</summary>
internal static class ChunkReader
{
    public static OpenAiChunk Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw InferenceException.InvalidArgument("an event is not a JSON object");
        }

        if (ErrorReader.Find(root) is { } error)
        {
            return new OpenAiChunk([]) { Error = error };
        }

        List<TextGenerationUpdate> updates = [];
        if (ChunkJson.Array(root, "choices"u8) is { } choices)
        {
            foreach (var choice in choices.EnumerateArray())
            {
                if (Read(root, choice) is { } update)
                {
                    updates.Add(update);
                }
            }
        }

        return new OpenAiChunk(updates) { Usage = UsageReader.Read(root) };
    }

    private static TextGenerationUpdate? Read(JsonElement root, JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            throw InferenceException.InvalidArgument("a choice is not a JSON object");
        }

        var (stopText, stopToken) = ReadStop(choice);
        var delta = ChunkJson.Object(choice, "delta"u8) ?? ChunkJson.Object(choice, "message"u8);
        var update = new TextGenerationUpdate
        {
            Choice = ChunkJson.Integer(choice, "index"u8) ?? 0,
            Text = ReadText(choice, delta),
            Reasoning = ReadReasoning(delta),
            TokenIds = ChunkJson.Tokens(choice, "token_ids"u8),
            Logprobs = LogprobReader.Read(choice),
            PromptLogprobs = LogprobReader.ReadPrompt(choice) ?? LogprobReader.ReadPrompt(root),
            ToolCalls = delta is { } fields ? ToolCallReader.Read(fields) : [],
            FinishReason = ReadFinish(choice),
            StopText = stopText,
            StopTokenId = stopToken,
        };
        return IsEmpty(update) ? null : update;
    }

    private static string ReadText(JsonElement choice, JsonElement? delta) => delta is { } fields
        ? ChunkJson.Text(fields, "content"u8) is { Length: > 0 } text
            ? text

            // The words by which a model refuses are all that it says.
            : ChunkJson.Text(fields, "refusal"u8) ?? ""
        : ChunkJson.Text(choice, "text"u8) ?? "";

    private static string? ReadReasoning(JsonElement? delta) =>
        delta is { } fields
        && (ChunkJson.Text(fields, "reasoning"u8) ?? ChunkJson.Text(fields, "reasoning_content"u8))
            is { Length: > 0 } text
            ? text
            : null;

    private static (string? Text, int? Token) ReadStop(JsonElement choice) =>
        (ChunkJson.Text(choice, "stop_reason"u8), ChunkJson.Integer(choice, "stop_reason"u8));

    private static GenerationFinishReason? ReadFinish(JsonElement choice) =>
        ChunkJson.Text(choice, "finish_reason"u8) switch
        {
            null or "" => null,
            "length" => GenerationFinishReason.Length,
            "tool_calls" or "function_call" => GenerationFinishReason.ToolCalls,
            "repetition" => GenerationFinishReason.Repetition,
            "abort" or "content_filter" => GenerationFinishReason.Abort,
            "error" => GenerationFinishReason.Error,
            _ => GenerationFinishReason.Stop,
        };

    private static bool IsEmpty(TextGenerationUpdate update) =>
        update is
        {
            Text.Length: 0,
            Reasoning: null,
            FinishReason: null,
            PromptLogprobs: null,
            TokenIds.Count: 0,
            Logprobs.Count: 0,
            ToolCalls.Count: 0,
        };
}
