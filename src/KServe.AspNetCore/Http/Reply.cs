using System.Text.Json;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>What one request needs besides its tensors: call, body, and the memory its response is built in.</summary>
/// <remarks>Used again for the next request.</remarks>
internal sealed class Reply : IDisposable
{
    private Utf8JsonWriter? _json;

    public InferCall Call { get; } = new();

    public RequestBody Body { get; } = new();

    public PooledBufferWriter Buffer { get; } = new();

    /// <summary>Gets the outputs whose bytes follow the JSON.</summary>
    public List<InferTensor> Binary { get; } = [];

    /// <summary>Gets a writer into the buffer, to be flushed by the caller.</summary>
    public Utf8JsonWriter Json => _json ??= new Utf8JsonWriter(Buffer);

    /// <summary>Sends the buffer as the whole body.</summary>
    public async Task SendAsync(HttpContext context, string contentType)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = Buffer.WrittenCount;
        await response.BodyWriter.WriteAsync(Buffer.WrittenMemory, context.RequestAborted);
    }

    public Task SendJsonAsync(HttpContext context)
    {
        _json?.Flush();
        return SendAsync(context, MediaTypes.Json);
    }

    public void Reset()
    {
        Call.End();
        Body.Dispose();
        Binary.Clear();
        Buffer.Clear();
        _json?.Reset(Buffer);
    }

    public void Dispose()
    {
        _json?.Dispose();
        Body.Dispose();
        Buffer.Dispose();
    }
}
