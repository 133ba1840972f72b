using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the tools of a request and the choice among them.</summary>
internal static class ToolReader
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    public static IReadOnlyList<ToolDefinition> Read(JsonFields body)
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

            var function = JsonFields.Of(tool.Require("function", "an object"), tool.PathOf("function"));
            var name = ReadName(function);
            if (tools.Exists(known => known.Name == name))
            {
                throw OpenAiErrors.Wrong(function.PathOf("name"), $"'{function.PathOf("name")}' is given twice.");
            }

            tools.Add(new ToolDefinition(name, item.Clone())
            {
                Parameters = function.TryGet("parameters", out var parameters)
                    ? JsonFields.Of(parameters, function.PathOf("parameters")).Element.Clone()
                    : null,
            });
        }

        return tools;
    }

    public static ToolChoice ReadChoice(JsonFields body, IReadOnlyList<ToolDefinition> tools)
    {
        if (!body.TryGet("tool_choice", out var choice))
        {
            return tools.Count == 0 ? ToolChoice.None : ToolChoice.Auto;
        }

        if (choice.ValueKind == JsonValueKind.Object)
        {
            return ReadNamed(JsonFields.Of(choice, "tool_choice"), tools);
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

    private static ToolChoice ReadNamed(JsonFields choice, IReadOnlyList<ToolDefinition> tools)
    {
        var function = JsonFields.Of(choice.Require("function", "an object"), choice.PathOf("function"));
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
