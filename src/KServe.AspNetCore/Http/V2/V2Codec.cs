using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>The Open Inference Protocol in JSON, with or without binary tensors.</summary>
internal sealed class V2Codec(TensorPool pool, IOptions<KServeHttpOptions> options) : IInferCodec
{
    private const int FlushThreshold = 1 << 20;

    private readonly V2JsonForm _form = options.Value.JsonForm;
    private readonly ProtocolLimits _limits = options.Value.Limits;
    private readonly V2RequestCache _cache = new();

    public InferenceProtocol Protocol => InferenceProtocol.V2Rest;

    public BodyFormat GetFormat(HttpRequest request)
    {
        var length = InferenceHeader.Read(request);
        var contentType = request.ContentType;
        if (MediaTypes.Is(contentType, MediaTypes.Json))
        {
            return new BodyFormat(BodyKind.Json, length);
        }

        if (length is not null && (contentType is null || MediaTypes.Is(contentType, MediaTypes.Binary)))
        {
            // Triton's clients send the length without a content type.
            return new BodyFormat(BodyKind.Json, length);
        }

        throw MediaTypes.Is(contentType, MediaTypes.Binary)
            ? InferenceException.InvalidArgument(
                "received byte inputs, but the 'inference-header-content-length' header is missing.")
            : Refusal.UnsupportedMediaType(
                "Content-Type: 'application/json' in UTF-8, or 'application/octet-stream' with the header "
                + $"{InferenceHeader.Name}, was expected.");
    }

    public InferRequest Decode(InferCall call, RequestBody body) =>
        V2Json.ReadRequest(body.Memory, call.Format.JsonLength, call.Revision.ModelName, pool, _limits, _cache);

    public ValueTask EncodeAsync(InferCall call, InferRequest request, InferResponse response, Reply reply)
    {
        Adapt(call, response);
        V2Json.WriteResponse(reply.Buffer, request, response, _form, reply.Binary);
        return reply.Binary.Count == 0
            ? new ValueTask(reply.SendAsync(call.Context, MediaTypes.Json))
            : SendBinaryAsync(call.Context, reply);
    }

    // KServe's own server invents an id and knows no versions.
    private void Adapt(InferCall call, InferResponse response)
    {
        if (_form != V2JsonForm.KServe)
        {
            return;
        }

        response.Id ??= Guid.NewGuid().ToString();
        if (call.Version.Length == 0 && !call.Revision.HasExplicitVersion && !call.Revision.HasAlternatives
            && string.Equals(response.ModelVersion, call.Revision.Version, StringComparison.Ordinal))
        {
            response.ModelVersion = "";
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendBinaryAsync(HttpContext context, Reply reply)
    {
        var json = reply.Buffer.WrittenMemory;
        long total = json.Length;
        foreach (var tensor in reply.Binary)
        {
            total += tensor.Data.Length;
        }

        var response = context.Response;
        response.ContentType = MediaTypes.Binary;
        response.ContentLength = total;
        response.Headers[InferenceHeader.Name] = json.Length.ToString(CultureInfo.InvariantCulture);
        // Before the start the server collects what is written in memory of its own and copies it later.
        await response.StartAsync(context.RequestAborted);
        var writer = response.BodyWriter;
        writer.Write(json.Span);
        foreach (var tensor in reply.Binary)
        {
            ReadOnlyMemory<byte> rest = tensor.Data;
            while (!rest.IsEmpty)
            {
                // Asking for much gives large blocks: a send of many small ones allocates a list of them.
                var part = rest[..Math.Min(rest.Length, LargeBlockPool.MaxBlockSize)];
                part.Span.CopyTo(writer.GetSpan(part.Length));
                writer.Advance(part.Length);
                rest = rest[part.Length..];
                if (writer.UnflushedBytes > FlushThreshold)
                {
                    await writer.FlushAsync(context.RequestAborted);
                }
            }
        }

        await writer.FlushAsync(context.RequestAborted);
    }
}
