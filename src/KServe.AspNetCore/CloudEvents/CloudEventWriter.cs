using System.Globalization;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Answers a CloudEvent with one in the same mode.</summary>
internal sealed class CloudEventWriter(TimeProvider time, IOptions<KServeHttpOptions> options)
{
    private const string DefaultSource = "io.kserve.inference.";
    private const string Version = "1.0";

    private readonly CloudEventOptions _options = options.Value.CloudEvents;
    private readonly bool _isSpaced = options.Value.JsonForm == V2JsonForm.KServe;

    public Task SendAsync(InferCall call, CloudEventEnvelope received, InferResponse response, Reply reply) =>
        received.IsStructured
            ? SendStructuredAsync(call, received, response, reply)
            : SendBinaryAsync(call, received, response, reply);

    private async Task SendBinaryAsync(
        InferCall call,
        CloudEventEnvelope received,
        InferResponse response,
        Reply reply)
    {
        var headers = call.Context.Response.Headers;
        headers["ce-specversion"] = Version;
        headers["ce-id"] = NewId();
        headers["ce-source"] = GetSource(call);
        headers["ce-type"] = _options.ResponseType;
        headers["ce-time"] = GetTime();
        if (_options.MergeAttributes)
        {
            foreach (var (name, value) in received.Attributes)
            {
                if (!CloudEventNames.BelongsToAnswer(name))
                {
                    headers[CloudEventNames.Prefix + name] = value;
                }
            }
        }

        if (!_isSpaced)
        {
            V1Codec.Write(call, response, reply.Buffer);
            await reply.SendAsync(call.Context, MediaTypes.Json);
            return;
        }

        using var compact = new PooledBufferWriter();
        V1Codec.Write(call, response, compact);
        SpacedJson.Write(compact.WrittenSpan, reply.Buffer);
        await reply.SendAsync(call.Context, MediaTypes.Json);
    }

    private async Task SendStructuredAsync(
        InferCall call,
        CloudEventEnvelope received,
        InferResponse response,
        Reply reply)
    {
        using var data = new PooledBufferWriter();
        V1Codec.Write(call, response, data);
        var json = reply.Json;
        json.WriteStartObject();
        json.WriteString(CloudEventNames.SpecVersion, Version);
        json.WriteString(CloudEventNames.Id, NewId());
        json.WriteString(CloudEventNames.Source, GetSource(call));
        json.WriteString(CloudEventNames.Type, _options.ResponseType);
        json.WriteString(CloudEventNames.DataContentType, MediaTypes.Json);
        json.WriteString(CloudEventNames.Time, GetTime());
        if (_options.MergeAttributes)
        {
            foreach (var (name, value) in received.Attributes)
            {
                if (!CloudEventNames.BelongsToAnswer(name))
                {
                    json.WriteString(name, value);
                }
            }
        }

        json.WritePropertyName(CloudEventNames.Data);
        json.WriteRawValue(data.WrittenSpan, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        await reply.SendAsync(call.Context, MediaTypes.CloudEvent);
    }

    // The attribute is a URI reference, and a header takes ASCII only.
    private string GetSource(InferCall call) =>
        _options.ResponseSource ?? DefaultSource + Uri.EscapeDataString(call.Revision.ModelName);

    private string GetTime() =>
        time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string NewId() => Guid.NewGuid().ToString();
}
