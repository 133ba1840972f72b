using System.Globalization;
using System.Net.Http.Headers;
using KServe.Protocol;

namespace KServe.Client;

/// <summary>The body of an inference: JSON in pooled memory, then tensors from where they lie.</summary>
internal sealed class InferContent : TrackedContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Binary = new("application/octet-stream");

    private readonly PooledBufferWriter _json = new();
    private readonly List<InferTensor> _binary = [];

    private InferContent()
    {
    }

    public static InferContent OfV1(InferRequest request) => Create(content =>
    {
        V1Json.WriteRequest(content._json, request);
        content.Headers.ContentType = Json;
    });

    public static InferContent OfV2(InferRequest request, V2BinaryUse use) => Create(content =>
    {
        V2Json.WriteRequest(content._json, request, use, content._binary);
        content.Headers.ContentType = content._binary.Count == 0 ? Json : Binary;
        if (content._binary.Count != 0)
        {
            content.Headers.TryAddWithoutValidation(
                "Inference-Header-Content-Length", content._json.WrittenCount.ToString(CultureInfo.InvariantCulture));
        }
    });

    protected override async ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_json.WrittenMemory, cancellationToken);
        foreach (var tensor in _binary)
        {
            await stream.WriteAsync(tensor.Data, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.WrittenCount;
        foreach (var tensor in _binary)
        {
            length += tensor.Data.Length;
        }

        return true;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _json.Dispose();
    }

    private static InferContent Create(Action<InferContent> write)
    {
        var content = new InferContent();
        try
        {
            write(content);
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}
