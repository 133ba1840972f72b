using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>The V1 protocol in JSON, plain or within a CloudEvent.</summary>
internal sealed class V1Codec(
    TensorPool pool,
    CloudEventWriter events,
    ResponseHeaders headers,
    IOptions<KServeHttpOptions> options) : IStreamCodec
{
    private readonly ProtocolLimits _limits = options.Value.Limits;

    public InferenceProtocol Protocol => InferenceProtocol.V1;

    public BodyFormat GetFormat(HttpRequest request)
    {
        var contentType = request.ContentType;
        if (CloudEventReader.HasBinaryHeaders(request.Headers))
        {
            return new BodyFormat(CloudEventReader.CarriesJson(contentType)
                ? BodyKind.CloudEventBinary
                : BodyKind.CloudEventRaw);
        }

        if (MediaTypes.Is(contentType, MediaTypes.CloudEvent))
        {
            return new BodyFormat(BodyKind.CloudEventStructured);
        }

        return MediaTypes.Is(contentType, MediaTypes.Json)
            ? new BodyFormat(BodyKind.Json)
            : throw Refusal.UnsupportedMediaType(
                "Content-Type: 'application/json' in UTF-8, or a CloudEvent, was expected.");
    }

    public InferRequest Decode(InferCall call, RequestBody body)
    {
        var received = call.Context.Request.Headers;
        switch (call.Format.Kind)
        {
            case BodyKind.CloudEventBinary:
                call.Event = CloudEventReader.ReadBinary(received);
                return ReadEventData(call, body.Memory.Span);
            case BodyKind.CloudEventRaw:
                call.Event = CloudEventReader.ReadBinary(received);
                return RawRequest.Create(call.Revision, body.Memory.Span, pool);
            case BodyKind.CloudEventStructured:
                call.Event = CloudEventReader.ReadStructured(body.Memory, _limits.MaxJsonDepth, out var data);
                return ReadEventData(call, data.Span);
            default:
                return Read(call, body.Memory.Span);
        }
    }

    public ValueTask EncodeAsync(InferCall call, InferRequest request, InferResponse response, Reply reply)
    {
        if (call.Event is { } received)
        {
            return new ValueTask(events.SendAsync(call, received, response, reply));
        }

        Write(call, response, reply.Buffer);
        return new ValueTask(reply.SendAsync(call.Context, MediaTypes.Json));
    }

    public Task EncodeStreamAsync(
        InferCall call,
        IAsyncEnumerable<InferResponse> responses,
        Reply reply,
        CancellationToken cancellationToken) =>
        V1Stream.WriteAsync(call, responses, reply, headers, cancellationToken);

    /// <summary>Writes a response's JSON.</summary>
    public static void Write(InferCall call, InferResponse response, PooledBufferWriter buffer)
    {
        if (call.IsExplain)
        {
            V1Json.WriteExplanations(buffer, response);
        }
        else
        {
            V1Json.WritePredictions(buffer, response);
        }
    }

    private InferRequest Read(InferCall call, ReadOnlySpan<byte> json) =>
        V1Json.ReadRequest(json, call.Revision.ModelName, call.Revision.Signature, pool, _limits);

    private InferRequest ReadEventData(InferCall call, ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(call, json);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.InvalidArgument)
        {
            throw InferenceException.InvalidArgument(
                $"Failed to decode or parse binary json cloudevent: {error.Message}");
        }
    }
}
