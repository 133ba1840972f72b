using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads what a text has to look like: OpenAI's formats, or vLLM's <c>structured_outputs</c>.</summary>
internal static class ConstraintReader
{
    private static readonly string[] Kinds = ["json", "json_object", "regex", "choice", "grammar"];

    public static OutputConstraint? Read(JsonFields body) =>
        Join(body, FindFormat(body, "response_format", isFlat: false), "response_format");

    /// <summary>Reads that of a response: the format stands in <c>text</c>, and its schema in the format.</summary>
    public static OutputConstraint? ReadResponse(JsonFields body)
    {
        var format = body.TryGet("text", out var text)
            ? FindFormat(JsonFields.Of(text, "text"), "format", isFlat: true)
            : null;
        return Join(body, format, "text.format");
    }

    private static OutputConstraint? Join(JsonFields body, OutputConstraint? format, string path)
    {
        var structured = body.TryGet("structured_outputs", out var value)
            ? ReadStructured(JsonFields.Of(value, "structured_outputs"))
            : null;
        return format is not null && structured is not null
            ? throw OpenAiErrors.Wrong(
                "structured_outputs", $"'structured_outputs' and '{path}' were both given: one was expected.")
            : format ?? structured;
    }

    private static OutputConstraint? FindFormat(JsonFields owner, string name, bool isFlat) =>
        owner.TryGet(name, out var value) ? ReadFormat(JsonFields.Of(value, owner.PathOf(name)), isFlat) : null;

    private static OutputConstraint? ReadFormat(JsonFields format, bool isFlat)
    {
        switch (format.RequireString("type"))
        {
            case "text":
                return null;
            case "json_object":
                return new OutputConstraint(OutputConstraintKind.JsonObject);
            case "json_schema":
                var schema = isFlat
                    ? format
                    : JsonFields.Of(format.Require("json_schema", "an object"), format.PathOf("json_schema"));
                return ReadSchema(schema.Require("schema", "a JSON schema"), schema.PathOf("schema")) with
                {
                    Name = schema.FindString("name", OpenAiLimits.ShortText),
                    Description = schema.FindString("description"),
                    IsStrict = schema.FindBoolean("strict"),
                };
            default:
                throw OpenAiErrors.Wrong(
                    format.PathOf("type"),
                    $"'{format.PathOf("type")}' is not known: text, json_object or json_schema was expected.");
        }
    }

    private static OutputConstraint ReadStructured(JsonFields structured)
    {
        var given = Kinds.Where(kind => structured.TryGet(kind, out _)).ToArray();
        if (given.Length != 1)
        {
            throw OpenAiErrors.Wrong(
                "structured_outputs",
                "'structured_outputs' needs exactly one of json, json_object, regex, choice, grammar.");
        }

        var path = structured.PathOf(given[0]);
        structured.TryGet(given[0], out var value);
        switch (given[0])
        {
            case "json":
                return ReadSchema(value, path);
            case "json_object":
                return new OutputConstraint(OutputConstraintKind.JsonObject);
            case "regex":
                return new OutputConstraint(OutputConstraintKind.Regex, ReadDefinition(value, path))
                {
                    Parameter = path,
                };
            case "grammar":
                return new OutputConstraint(OutputConstraintKind.Grammar, ReadDefinition(value, path))
                {
                    Parameter = path,
                };
            default:
                var choices = JsonFields.ToTexts(value, path, OpenAiLimits.Choices);
                return choices.Length > 0
                    ? new OutputConstraint(OutputConstraintKind.Choice) { Choices = choices, Parameter = path }
                    : throw OpenAiErrors.Wrong(path, $"'{path}' is empty: at least one text was expected.");
        }
    }

    private static OutputConstraint ReadSchema(JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.String)
        {
            return new OutputConstraint(OutputConstraintKind.JsonSchema, ReadDefinition(schema, path))
            {
                Parameter = path,
            };
        }

        return schema.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
            ? new OutputConstraint(OutputConstraintKind.JsonSchema, schema.GetRawText()) { Parameter = path }
            : throw JsonFields.Wrong(path, "a JSON schema", schema);
    }

    private static string ReadDefinition(JsonElement value, string path)
    {
        var text = JsonFields.ToText(value, path, OpenAiLimits.DefinitionLength);
        return text.Length > 0 ? text : throw OpenAiErrors.Wrong(path, $"'{path}' is empty.");
    }
}
