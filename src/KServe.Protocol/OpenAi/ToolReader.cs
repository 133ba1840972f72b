using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the tools of a request and the choice among them.</summary>
internal static class ToolReader
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>Reads the tools.</summary>
    /// <param name="body">The request.</param>
    /// <param name="isFlat">Whether functions stand in the tools themselves, as in responses, and not in objects of
    /// their own, as in chats.</param>
    public static IReadOnlyList<ToolDefinition> Read(JsonFields body, bool isFlat = false)
    {
        List<ToolDefinition> tools = [];
        if (body.FindArray("tools", OpenAiLimits.Tools) is not { } array)
        {
            return tools;
        }

        foreach (var item in array.EnumerateArray())
        {
            var tool = JsonFields.Of(item, string.Create(CultureInfo.InvariantCulture, $"tools[{tools.Count}]"));
            if (tool.RequireString("type") != "function")
            {
                throw OpenAiErrors.Wrong(
                    tool.PathOf("type"), $"'{tool.PathOf("type")}' is not 'function': no other tools are known.");
            }

            var function = FunctionOf(tool, isFlat);
            var name = ReadName(function);
            if (tools.Exists(known => known.Name == name))
            {
                throw OpenAiErrors.Wrong(function.PathOf("name"), $"'{function.PathOf("name")}' is given twice.");
            }

            tools.Add(new ToolDefinition(name, isFlat ? Nest(function) : item.Clone())
            {
                Parameters = function.TryGet("parameters", out var parameters)
                    ? JsonFields.Of(parameters, function.PathOf("parameters")).Element.Clone()
                    : null,
                IsStrict = function.FindBoolean("strict") ?? false,
            });
        }

        return tools;
    }

    public static ToolChoice ReadChoice(JsonFields body, IReadOnlyList<ToolDefinition> tools, bool isFlat = false)
    {
        if (!body.TryGet("tool_choice", out var choice))
        {
            return tools.Count == 0 ? ToolChoice.None : ToolChoice.Auto;
        }

        if (choice.ValueKind == JsonValueKind.Object)
        {
            return ReadNamed(JsonFields.Of(choice, "tool_choice"), tools, isFlat);
        }

        return JsonFields.ToText(choice, "tool_choice", OpenAiLimits.ShortText) switch
        {
            "none" => ToolChoice.None,
            "auto" => tools.Count == 0 ? ToolChoice.None : ToolChoice.Auto,
            "required" => tools.Count > 0
                ? ToolChoice.Required
                : throw OpenAiErrors.Wrong("tool_choice", "'tool_choice' is 'required', but there are no 'tools'."),
            _ => throw OpenAiErrors.Wrong(
                "tool_choice", "'tool_choice' is not known: none, auto, required or a function was expected."),
        };
    }

    private static JsonFields FunctionOf(JsonFields owner, bool isFlat) => isFlat
        ? owner
        : JsonFields.Of(owner.Require("function", "an object"), owner.PathOf("function"));

    /// <summary>Writes a function as chats have it: that is the form that templates know.</summary>
    private static JsonElement Nest(JsonFields function)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, OpenAiJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, function.RequireString("name"));
            if (function.FindString("description") is { } description)
            {
                json.WriteString("description"u8, description);
            }

            if (function.TryGet("parameters", out var parameters))
            {
                json.WritePropertyName("parameters"u8);
                parameters.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static ToolChoice ReadNamed(JsonFields choice, IReadOnlyList<ToolDefinition> tools, bool isFlat)
    {
        if (isFlat && choice.RequireString("type") != "function")
        {
            throw OpenAiErrors.Wrong(
                choice.PathOf("type"), $"'{choice.PathOf("type")}' is not 'function': no other choices are known.");
        }

        var function = FunctionOf(choice, isFlat);
        var name = ReadName(function);
        return tools.Any(tool => tool.Name == name)
            ? new ToolChoice(ToolChoiceMode.Named, name)
            : throw OpenAiErrors.Wrong(
                function.PathOf("name"),
                $"'{function.PathOf("name")}' names a function that is not among the 'tools'.");
    }

    private static string ReadName(JsonFields function)
    {
        var name = function.RequireString("name", OpenAiLimits.NameLength);
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters)
            ? name
            : throw OpenAiErrors.Wrong(
                function.PathOf("name"),
                $"'{function.PathOf("name")}' is not a name: 1 to {OpenAiLimits.NameLength} letters, digits, _, - or . "
                + "were expected.");
    }
}
