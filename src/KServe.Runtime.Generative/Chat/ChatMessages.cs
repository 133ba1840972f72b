using System.Text.Json;
using Microsoft.Extensions.AI;

namespace KServe.Runtime.Generative;

/// <summary>Turns messages of a chat client into those of templates.</summary>
internal static class ChatMessages
{
    // The options of the abstractions know the types that functions take and give, but indent.
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions)
    {
        WriteIndented = false,
    };

    /// <summary>Adds a message; one with the results of several calls becomes several.</summary>
    /// <exception cref="InferenceException">It holds what the models here do not take.</exception>
    public static void Add(List<ChatMessage> messages, Microsoft.Extensions.AI.ChatMessage message)
    {
        List<ToolCall> calls = [];
        List<string> texts = [];
        string? reasoning = null;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    texts.Add(text.Text);
                    break;
                case TextReasoningContent thought:
                    reasoning += thought.Text;
                    break;
                case FunctionCallContent call:
                    calls.Add(new ToolCall(call.CallId, call.Name, ToJson(call.Arguments)));
                    break;
                case FunctionResultContent result:
                    messages.Add(new ChatMessage("tool", ToText(result.Result)) { ToolCallId = result.CallId });
                    break;
                case UsageContent:
                    break;
                default:
                    throw InferenceException.InvalidArgument(
                        $"A message holds {content.GetType().Name}: texts, function calls and their results "
                        + "are taken.");
            }
        }

        if (texts.Count > 0 || calls.Count > 0)
        {
            messages.Add(new ChatMessage(message.Role.Value, texts.Count == 0 ? null : string.Join('\n', texts))
            {
                Name = message.AuthorName,
                ToolCalls = calls,
                Reasoning = reasoning,
            });
        }
    }

    private static string ToJson(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : Serialize(new Dictionary<string, object?>(arguments, StringComparer.Ordinal));

    private static string ToText(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => Serialize(result),
    };

    private static string Serialize(object value) =>
        JsonSerializer.Serialize(value, Compact.GetTypeInfo(value.GetType()));
}
