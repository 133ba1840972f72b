using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes what a text has to look like.</summary>
internal static class ConstraintWriter
{
    // OpenAI asks for a name, which the model may see, where vLLM's own field has none.
    private const string SchemaName = "answer";

    public static void Write(Utf8JsonWriter json, OutputConstraint constraint, OpenAiRequestForm form)
    {
        switch (constraint.Kind)
        {
            case OutputConstraintKind.JsonObject:
                json.WriteStartObject("response_format"u8);
                json.WriteString("type"u8, "json_object"u8);
                json.WriteEndObject();
                break;
            case OutputConstraintKind.JsonSchema:
                WriteSchema(json, constraint, form);
                break;
            default:
                WriteStructured(json, constraint);
                break;
        }
    }

    private static void WriteSchema(Utf8JsonWriter json, OutputConstraint constraint, OpenAiRequestForm form)
    {
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, "json_schema"u8);
        json.WriteStartObject("json_schema"u8);
        json.WriteString("name"u8, constraint.Name ?? SchemaName);
        if (constraint.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        // What the client says counts, which may be that the schema is only to be tried.
        if (constraint.IsStrict is not null || form.MarksSchemasStrict)
        {
            json.WriteBoolean("strict"u8, constraint.IsStrict ?? true);
        }

        json.WritePropertyName("schema"u8);
        try
        {
            json.WriteRawValue(constraint.Definition);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw OpenAiErrors.Wrong("response_format", "The JSON schema is not JSON.");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStructured(Utf8JsonWriter json, OutputConstraint constraint)
    {
        json.WriteStartObject("structured_outputs"u8);
        switch (constraint.Kind)
        {
            case OutputConstraintKind.Regex:
                json.WriteString("regex"u8, constraint.Definition);
                break;
            case OutputConstraintKind.Choice:
                SamplingWriter.WriteTexts(json, "choice"u8, constraint.Choices);
                break;
            default:
                json.WriteString("grammar"u8, constraint.Definition);
                break;
        }

        json.WriteEndObject();
    }
}
