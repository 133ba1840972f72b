using System.Buffers;

namespace KServe.PayloadLogging;

/// <summary>Stores each batch as one object, under the name that KServe's logger gives it.</summary>
internal sealed class BlobPayloadSink(IPayloadBlobStore store, Uri url, string folder, EventTable table) : IPayloadSink
{
    private const int MaxKeptBytes = 4 << 20;

    private ArrayBufferWriter<byte> _buffer = new();

    public async ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        _buffer = _buffer.Capacity > MaxKeptBytes ? new() : _buffer;
        _buffer.ResetWrittenCount();
        table.WriteHeader(_buffer);
        table.Write(_buffer, events);

        // As KServe: the first event names the object.
        var first = events[0];
        var kind = first.Type[(first.Type.LastIndexOf('.') + 1)..];
        var sequence = first.Sequence > 1 ? $"-{first.Sequence}" : "";
        var key = $"{folder}/{EventPath.Clean(first.Id)}-{kind}{sequence}.{table.Extension}";
        await store.PutAsync(url, key, _buffer.WrittenMemory, table.ContentType, cancellationToken);
        return events.Count;
    }

    public ValueTask DisposeAsync() => default;
}
