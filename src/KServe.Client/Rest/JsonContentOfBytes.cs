using System.Net.Http.Headers;

namespace KServe.Client;

/// <summary>A body of JSON that the caller wrote.</summary>
internal sealed class JsonContentOfBytes : TrackedContent
{
    private readonly ReadOnlyMemory<byte> _json;

    public JsonContentOfBytes(ReadOnlyMemory<byte> json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        stream.WriteAsync(_json, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
