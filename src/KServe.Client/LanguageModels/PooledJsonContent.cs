using System.Net.Http.Headers;
using KServe.Protocol;

namespace KServe.Client;

/// <summary>A body of JSON in pooled memory.</summary>
internal sealed class PooledJsonContent : TrackedContent
{
    private readonly PooledBufferWriter _json = new();

    private PooledJsonContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    /// <summary>Creates a body and gives the memory back when it cannot be written.</summary>
    public static PooledJsonContent Create(Action<PooledBufferWriter> write)
    {
        var content = new PooledJsonContent();
        try
        {
            write(content._json);
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    protected override ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        stream.WriteAsync(_json.WrittenMemory, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _json.WrittenCount;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _json.Dispose();
    }
}
