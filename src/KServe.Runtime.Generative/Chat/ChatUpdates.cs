using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace KServe.Runtime.Generative;

/// <summary>Turns the updates of one generation into those of chat clients.</summary>
/// <remarks>Tool calls are handed on whole: their arguments are an object there, not pieces of text.</remarks>
internal sealed class ChatUpdates(string model)
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly List<(string Id, string Name, StringBuilder Arguments)> _calls = [];

    /// <summary>Converts one update; <see langword="null"/> when there is nothing to say yet.</summary>
    public ChatResponseUpdate? Convert(TextGenerationUpdate update)
    {
        List<AIContent> contents = [];
        if (update.Reasoning is { Length: > 0 } reasoning)
        {
            contents.Add(new TextReasoningContent(reasoning));
        }

        if (update.Text.Length > 0)
        {
            contents.Add(new TextContent(update.Text));
        }

        Gather(update);
        if (update.FinishReason is not null)
        {
            contents.AddRange(_calls.Select(static call => ToContent(call.Id, call.Name, call.Arguments.ToString())));
            _calls.Clear();
            if (update.Usage is { } usage)
            {
                contents.Add(new UsageContent(ToDetails(usage)));
            }
        }

        if (contents.Count == 0 && update.FinishReason is null)
        {
            return null;
        }

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = model,
            FinishReason = ToReason(update.FinishReason),
        };
    }

    private static FunctionCallContent ToContent(string id, string name, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return new FunctionCallContent(id, name, document.RootElement.EnumerateObject().ToDictionary(
                static property => property.Name,
                static property => (object?)property.Value.Clone(),
                StringComparer.Ordinal));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return new FunctionCallContent(id, name) { Exception = error };
        }
    }

    private static UsageDetails ToDetails(TextGenerationUsage usage) => new()
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.CachedTokens,
        ReasoningTokenCount = usage.ReasoningTokens,
    };

    private static ChatFinishReason? ToReason(GenerationFinishReason? reason) => reason switch
    {
        null => null,
        GenerationFinishReason.Stop => ChatFinishReason.Stop,
        GenerationFinishReason.Length => ChatFinishReason.Length,
        GenerationFinishReason.ToolCalls => ChatFinishReason.ToolCalls,
        { } other => new ChatFinishReason(other == GenerationFinishReason.Repetition ? "repetition" : "abort"),
    };

    private void Gather(TextGenerationUpdate update)
    {
        foreach (var call in update.ToolCalls)
        {
            if (call.Index == _calls.Count)
            {
                _calls.Add((call.Id ?? "", call.Name ?? "", new StringBuilder()));
            }

            _calls[call.Index].Arguments.Append(call.Arguments);
        }
    }
}
