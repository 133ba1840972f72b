using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the messages of a chat.</summary>
internal static class MessageReader
{
    public static IReadOnlyList<ChatMessage> Read(JsonFields body)
    {
        var array = JsonFields.ToArray(body.Require("messages", "an array"), "messages", OpenAiLimits.Messages);
        if (array.GetArrayLength() == 0)
        {
            throw OpenAiErrors.Wrong("messages", "'messages' is empty: at least one message was expected.");
        }

        var messages = new List<ChatMessage>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"messages[{messages.Count}]");
            messages.Add(ReadMessage(JsonFields.Of(item, path)));
        }

        return messages;
    }

    private static ChatMessage ReadMessage(JsonFields fields)
    {
        var role = fields.RequireString("role");
        if (role is not ("system" or "developer" or "user" or "assistant" or "tool"))
        {
            throw OpenAiErrors.Wrong(
                fields.PathOf("role"),
                $"'{fields.PathOf("role")}' is not a role that is known: "
                + "system, developer, user, assistant or tool was expected.");
        }

        var isAssistant = role == "assistant";
        var calls = isAssistant ? ReadCalls(fields) : [];
        var content = ReadText(fields, "content");
        if (content is null && !isAssistant)
        {
            throw OpenAiErrors.Wrong(
                fields.PathOf("content"), $"'{fields.PathOf("content")}' is missing: a text was expected.");
        }

        return new ChatMessage(role, content)
        {
            Name = fields.FindString("name", OpenAiLimits.ShortText),
            ToolCallId = role == "tool" ? fields.FindString("tool_call_id", OpenAiLimits.ShortText) : null,
            ToolCalls = calls,
            Reasoning = isAssistant ? fields.FindString("reasoning") ?? fields.FindString("reasoning_content") : null,
        };
    }

    /// <summary>Reads a text, or parts of it; <see langword="null"/> when there is none.</summary>
    public static string? ReadText(JsonFields fields, string name)
    {
        if (!fields.TryGet(name, out var content))
        {
            return null;
        }

        var path = fields.PathOf(name);
        if (content.ValueKind == JsonValueKind.String)
        {
            return JsonFields.ToText(content, path, int.MaxValue);
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw JsonFields.Wrong(path, "a text or an array of parts", content);
        }

        return JoinParts(JsonFields.ToArray(content, path, OpenAiLimits.Parts), path);
    }

    /// <summary>Joins the texts of a message that came in parts by line breaks.</summary>
    private static string JoinParts(JsonElement parts, string path)
    {
        var text = new StringBuilder();
        var index = 0;
        foreach (var item in parts.EnumerateArray())
        {
            var part = JsonFields.Of(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"));
            var type = part.RequireString("type");
            if (type is not ("text" or "input_text" or "output_text" or "refusal"))
            {
                throw OpenAiErrors.Wrong(
                    part.PathOf("type"), $"'{part.PathOf("type")}' is not 'text': parts of text alone are taken.");
            }

            if (index++ > 0)
            {
                text.Append('\n');
            }

            text.Append(part.RequireString(type == "refusal" ? type : "text"));
        }

        return text.ToString();
    }

    private static List<ToolCall> ReadCalls(JsonFields fields)
    {
        List<ToolCall> calls = [];
        if (fields.FindArray("tool_calls", OpenAiLimits.ToolCalls) is not { } array)
        {
            return calls;
        }

        foreach (var item in array.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{fields.PathOf("tool_calls")}[{calls.Count}]");
            var call = JsonFields.Of(item, path);
            var function = JsonFields.Of(call.Require("function", "an object"), call.PathOf("function"));
            calls.Add(new ToolCall(
                call.FindString("id", OpenAiLimits.ShortText) ?? "",
                function.RequireString("name", OpenAiLimits.NameLength),
                function.FindString("arguments") ?? "{}"));
        }

        return calls;
    }
}
