using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Writes events in the JSON form of CloudEvents 1.0.</summary>
internal static class CloudEventJson
{
    public static void Write(Utf8JsonWriter json, PayloadEvent item, DateTimeOffset recorded)
    {
        json.WriteStartObject();
        json.WriteString("specversion"u8, CloudEventAttributes.SpecVersion);
        CloudEventAttributes.Visit(
            item,
            recorded,
            json,
            static (json, name, value) => json.WriteString(name.AsSpan(CloudEventAttributes.Prefix.Length), value));
        json.WriteString("datacontenttype"u8, item.ContentType);
        if (IsJson(item.ContentType))
        {
            json.WritePropertyName("data"u8);
            json.WriteRawValue(item.Data.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64String("data_base64"u8, item.Data.Span);
        }

        json.WriteEndObject();
    }

    private static bool IsJson(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var media = contentType.AsSpan(0, end >= 0 ? end : contentType.Length).Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
