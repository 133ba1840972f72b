using System.Globalization;
using System.Text.Json;

namespace KServe.ControlPlane;

/// <summary>Writes values as JSON, as the API of a cluster does.</summary>
internal static class NodeJson
{
    public static void Write(Utf8JsonWriter json, Node node)
    {
        switch (node)
        {
            case MappingNode mapping:
                json.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case SequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case ScalarNode scalar:
                Write(json, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ScalarNode scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                json.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                json.WriteBooleanValue(scalar.IsTrue);
                break;
            case ScalarKind.Integer:
                json.WriteNumberValue(long.Parse(scalar.Text, CultureInfo.InvariantCulture));
                break;
            case ScalarKind.Number when double.Parse(scalar.Text, CultureInfo.InvariantCulture) is var number
                && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(scalar.Text);
                break;
        }
    }
}
