using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Reads CloudEvents 1.0 in binary and in structured mode.</summary>
internal static class CloudEventReader
{
    private const int MaxAttributes = 64;

    private static readonly string[] Required =
        [CloudEventNames.Id, CloudEventNames.Source, CloudEventNames.Type];

    /// <summary>Tells whether the attributes lie in headers.</summary>
    public static bool HasBinaryHeaders(IHeaderDictionary headers) => headers.ContainsKey("ce-specversion");

    /// <summary>Tells whether data of a content type is read as JSON; other data goes to the model as it is.</summary>
    public static bool CarriesJson(string? contentType) =>
        MediaTypes.Is(contentType, MediaTypes.Json)
        || MediaTypes.Is(contentType, MediaTypes.CloudEvent)
        || MediaTypes.Is(contentType, MediaTypes.LinkedJson)
        || MediaTypes.Is(contentType, MediaTypes.Binary);

    public static CloudEventEnvelope ReadBinary(IHeaderDictionary headers)
    {
        var envelope = new CloudEventEnvelope(isStructured: false);
        RequireVersion(headers["ce-specversion"].ToString());
        foreach (var (header, values) in headers)
        {
            if (header.StartsWith(CloudEventNames.Prefix, StringComparison.OrdinalIgnoreCase))
            {
                Add(envelope, header[CloudEventNames.Prefix.Length..].ToLowerInvariant(), values.ToString());
            }
        }

        RequireAttributes(envelope);
        return envelope;
    }

    /// <summary>Reads an event whose attributes and data are one JSON object.</summary>
    public static CloudEventEnvelope ReadStructured(Memory<byte> body, int maxDepth, out Memory<byte> data)
    {
        try
        {
            return Read(body, maxDepth, out data);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Malformed("the body is not valid JSON");
        }
    }

    private static CloudEventEnvelope Read(Memory<byte> body, int maxDepth, out Memory<byte> data)
    {
        var envelope = new CloudEventEnvelope(isStructured: true);
        var json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = maxDepth });
        Memory<byte>? found = null;
        var version = "";
        Require(json.Read() && json.TokenType == JsonTokenType.StartObject, "a JSON object was expected");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case CloudEventNames.Data or CloudEventNames.DataBase64:
                    Require(found is null, "the event has data twice");
                    found = name == CloudEventNames.Data ? Slice(ref json, body) : Decode(ref json, body);
                    break;
                case CloudEventNames.SpecVersion:
                    version = json.GetString() ?? "";
                    break;
                default:
                    Add(envelope, name, GetText(ref json));
                    break;
            }
        }

        json.Read();
        RequireVersion(version);
        RequireAttributes(envelope);
        data = found ?? throw Malformed("the event has no data");
        return envelope;
    }

    private static Memory<byte> Slice(ref Utf8JsonReader json, Memory<byte> body)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return body[start..(int)json.BytesConsumed];
    }

    // Decoded in place: base64 is longer than what it stands for.
    private static Memory<byte> Decode(ref Utf8JsonReader json, Memory<byte> body)
    {
        var start = (int)json.TokenStartIndex;
        var bytes = json.GetBytesFromBase64();
        bytes.CopyTo(body[start..]);
        return body.Slice(start, bytes.Length);
    }

    private static string GetText(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString()!,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number when json.TryGetInt32(out var number) => $"{number}",
        _ => throw Malformed("attributes must be text, whole numbers or booleans"),
    };

    private static void Add(CloudEventEnvelope envelope, string name, string value)
    {
        if (name is CloudEventNames.SpecVersion)
        {
            return;
        }

        Require(CloudEventNames.IsValid(name), "an attribute's name is not made of lower-case letters and digits");
        Require(envelope.Attributes.Count < MaxAttributes, $"more than {MaxAttributes} attributes");
        Require(!envelope.Has(name), $"the attribute '{name}' appears twice");
        envelope.Attributes.Add(new(name, value));
    }

    private static void RequireVersion(string version) =>
        Require(version is "1.0" or "0.3", "the attribute 'specversion' must be 1.0");

    private static void RequireAttributes(CloudEventEnvelope envelope)
    {
        foreach (var name in Required)
        {
            Require(envelope.Has(name), $"the required attribute '{name}' is missing");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw Malformed(message);
        }
    }

    private static InferenceException Malformed(string message) =>
        InferenceException.InvalidArgument($"The CloudEvent is wrong: {message}");
}
