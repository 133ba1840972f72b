using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Turns the input of a response, a text or items, into the messages of a chat.</summary>
/// <remarks>
/// Thoughts, texts and calls of one turn are items of their own there and one message here: chat templates know them
/// so. Not safe for concurrent use; one for each request.
/// </remarks>
internal sealed class ResponsesInputReader
{
    private readonly List<ChatMessage> _messages = [];
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private string? _reasoning;

    /// <summary>Reads <c>instructions</c> and <c>input</c>.</summary>
    /// <exception cref="InferenceException">An item is wrong; the message names it.</exception>
    public static IReadOnlyList<ChatMessage> Read(JsonFields body)
    {
        var reader = new ResponsesInputReader();
        if (body.FindString("instructions") is { Length: > 0 } instructions)
        {
            reader._messages.Add(new ChatMessage("system", instructions));
        }

        var count = reader._messages.Count;
        reader.ReadInput(body.Require("input", "a text or an array of items"));
        return reader._messages.Count > count
            ? reader._messages
            : throw OpenAiErrors.Wrong("input", "'input' is empty: at least one message was expected.");
    }

    private void ReadInput(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            _messages.Add(new ChatMessage("user", JsonFields.ToText(input, "input", int.MaxValue)));
            return;
        }

        if (input.ValueKind != JsonValueKind.Array)
        {
            throw JsonFields.Wrong("input", "a text or an array of items", input);
        }

        var index = 0;
        foreach (var item in JsonFields.ToArray(input, "input", OpenAiLimits.Messages).EnumerateArray())
        {
            ReadItem(JsonFields.Of(item, string.Create(CultureInfo.InvariantCulture, $"input[{index++}]")));
        }
    }

    private void ReadItem(JsonFields item)
    {
        switch (item.FindString("type", OpenAiLimits.ShortText) ?? "message")
        {
            case "message":
                AddMessage(item);
                break;
            case "function_call":
                AddCall(item);
                break;
            case "function_call_output":
                AddResult(item);
                break;
            case "reasoning":
                AddReasoning(item);
                break;
            case "item_reference":
                throw OpenAiErrors.Wrong(
                    item.PathOf("type"),
                    $"'{item.PathOf("type")}' is an item_reference: no responses are kept, so the item itself was "
                    + "expected.");
            default:
                throw OpenAiErrors.Wrong(
                    item.PathOf("type"),
                    $"'{item.PathOf("type")}' is not known: message, function_call, function_call_output or reasoning "
                    + "was expected.");
        }
    }

    private void AddMessage(JsonFields item)
    {
        var role = item.RequireString("role");
        if (role is not ("system" or "developer" or "user" or "assistant"))
        {
            throw OpenAiErrors.Wrong(
                item.PathOf("role"),
                $"'{item.PathOf("role")}' is not a role that is known: system, developer, user or assistant was "
                + "expected.");
        }

        var content = RequireText(item, "content");
        _messages.Add(new ChatMessage(role, content) { Reasoning = role == "assistant" ? TakeReasoning(null) : null });
    }

    private void AddCall(JsonFields item)
    {
        var call = new ToolCall(
            item.RequireString("call_id", OpenAiLimits.ShortText),
            item.RequireString("name", OpenAiLimits.NameLength),
            item.FindString("arguments") ?? "{}");
        if (!_calls.Add(call.Id))
        {
            throw OpenAiErrors.Wrong(item.PathOf("call_id"), $"'{item.PathOf("call_id")}' is given twice.");
        }

        if (_messages is not [.., { Role: "assistant" } last])
        {
            _messages.Add(new ChatMessage("assistant", null) { Reasoning = TakeReasoning(null), ToolCalls = [call] });
            return;
        }

        if (last.ToolCalls.Count == OpenAiLimits.ToolCalls)
        {
            throw OpenAiErrors.Wrong(
                "input", $"'input' has more than {OpenAiLimits.ToolCalls} calls in one turn.");
        }

        _messages[^1] = last with { ToolCalls = [.. last.ToolCalls, call], Reasoning = TakeReasoning(last.Reasoning) };
    }

    private void AddResult(JsonFields item)
    {
        var id = item.RequireString("call_id", OpenAiLimits.ShortText);
        if (!_calls.Contains(id))
        {
            throw OpenAiErrors.Wrong(
                item.PathOf("call_id"),
                $"'{item.PathOf("call_id")}' names no function_call before it in 'input'.");
        }

        _messages.Add(new ChatMessage("tool", RequireText(item, "output")) { ToolCallId = id });
    }

    private void AddReasoning(JsonFields item)
    {
        if (item.FindArray("content", OpenAiLimits.Parts) is not { } parts)
        {
            return;
        }

        var index = 0;
        foreach (var value in parts.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{item.PathOf("content")}[{index++}]");
            var part = JsonFields.Of(value, path);
            if (part.RequireString("type") != "reasoning_text")
            {
                throw OpenAiErrors.Wrong(
                    part.PathOf("type"), $"'{part.PathOf("type")}' is not 'reasoning_text', which was expected.");
            }

            _reasoning += part.RequireString("text");
        }
    }

    private string? TakeReasoning(string? before)
    {
        var taken = before is null ? _reasoning : before + _reasoning;
        _reasoning = null;
        return taken;
    }

    private static string RequireText(JsonFields item, string name) =>
        MessageReader.ReadText(item, name) ?? throw OpenAiErrors.Wrong(
            item.PathOf(name), $"'{item.PathOf(name)}' is missing: a text was expected.");
}
