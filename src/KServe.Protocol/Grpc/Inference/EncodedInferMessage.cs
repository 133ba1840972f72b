using System.Buffers;
using System.IO.Pipelines;

namespace KServe.Protocol.Grpc;

/// <summary>Holds a request or response that is ready to be written.</summary>
/// <remarks>
/// Not safe for concurrent use. Metadata and typed contents are encoded in pooled memory; raw data stays in the
/// tensors, which must live until this is disposed, and goes to the writer without a copy in between.
/// </remarks>
public sealed class EncodedInferMessage : IDisposable
{
    // The web server's pipe answers a flush only after the socket took the bytes: few flushes, few waits.
    private const int FlushThreshold = 1 << 20;
    private const int MaxBlockHeaderLength = 16;

    private ProtoWriter? _head;
    private readonly TensorSelection _tensors;
    private readonly int _rawField;
    private readonly int _wrapField;
    private readonly long _innerLength;

    internal EncodedInferMessage(ProtoWriter head, TensorSelection tensors, int rawField, int wrapField)
    {
        _head = head;
        _tensors = tensors;
        _rawField = rawField;
        _wrapField = wrapField;
        _innerLength = head.Length;
        for (var i = 0; rawField != 0 && i < tensors.Count; i++)
        {
            _innerLength += GetBlockLength(tensors[i].Data.Length);
        }

        Length = wrapField == 0 ? _innerLength : GetBlockLength(_innerLength);
    }

    /// <summary>Gets the bytes of the whole message.</summary>
    public long Length { get; }

    /// <summary>Writes the whole message.</summary>
    /// <param name="writer">Where to write.</param>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteHead(writer);
        for (var i = 0; _rawField != 0 && i < _tensors.Count; i++)
        {
            var data = _tensors[i].Data.Span;
            WriteBlockHeader(writer, _rawField, data.Length);
            writer.Write(data);
        }
    }

    /// <summary>Copies the whole message into one span.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException(
                $"{Length} bytes are needed, {destination.Length} were given.", nameof(destination));
        }

        if (_wrapField != 0)
        {
            destination = destination[FormatBlockHeader(destination, _wrapField, _innerLength)..];
        }

        var head = GetHead();
        head.CopyTo(destination);
        destination = destination[head.Length..];
        for (var i = 0; _rawField != 0 && i < _tensors.Count; i++)
        {
            var data = _tensors[i].Data.Span;
            destination = destination[FormatBlockHeader(destination, _rawField, data.Length)..];
            data.CopyTo(destination);
            destination = destination[data.Length..];
        }
    }

    /// <summary>Writes the whole message, flushing after every 1 MiB.</summary>
    /// <param name="writer">Where to write; the last part is left to the caller to flush.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>A task that ends when everything is in the pipe.</returns>
    /// <exception cref="InferenceException">The reader of the pipe has gone: <c>Cancelled</c>.</exception>
    public ValueTask WriteToAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Length > FlushThreshold)
        {
            return WriteLargeAsync(writer, cancellationToken);
        }

        WriteTo(writer);
        return default;
    }

    /// <summary>Writes the whole message; raw data goes to the stream from where it lies.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the message any more.</param>
    /// <returns>A task that ends when the stream took everything.</returns>
    public async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(_head is null, this);
        var header = new byte[MaxBlockHeaderLength];
        if (_wrapField != 0)
        {
            var length = FormatBlockHeader(header, _wrapField, _innerLength);
            await stream.WriteAsync(header.AsMemory(0, length), cancellationToken);
        }

        await stream.WriteAsync(_head.Written, cancellationToken);
        for (var i = 0; _rawField != 0 && i < _tensors.Count; i++)
        {
            ReadOnlyMemory<byte> data = _tensors[i].Data;
            var length = FormatBlockHeader(header, _rawField, data.Length);
            await stream.WriteAsync(header.AsMemory(0, length), cancellationToken);
            await stream.WriteAsync(data, cancellationToken);
        }
    }

    internal void WriteTo(Stream stream)
    {
        Span<byte> header = stackalloc byte[MaxBlockHeaderLength];
        if (_wrapField != 0)
        {
            stream.Write(header[..FormatBlockHeader(header, _wrapField, _innerLength)]);
        }

        stream.Write(GetHead());
        for (var i = 0; _rawField != 0 && i < _tensors.Count; i++)
        {
            var data = _tensors[i].Data.Span;
            stream.Write(header[..FormatBlockHeader(header, _rawField, data.Length)]);
            stream.Write(data);
        }
    }

    /// <summary>Returns the memory; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_head is { } head)
        {
            _head = null;
            ScratchWriters.Return(head);
        }
    }

    private ReadOnlySpan<byte> GetHead()
    {
        ObjectDisposedException.ThrowIf(_head is null, this);
        return _head.Written.Span;
    }

    private async ValueTask WriteLargeAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        WriteHead(writer);
        for (var i = 0; _rawField != 0 && i < _tensors.Count; i++)
        {
            ReadOnlyMemory<byte> data = _tensors[i].Data;
            WriteBlockHeader(writer, _rawField, data.Length);
            while (data.Length > FlushThreshold)
            {
                writer.Write(data.Span[..FlushThreshold]);
                data = data[FlushThreshold..];
                var result = await writer.FlushAsync(cancellationToken);
                if (result.IsCompleted || result.IsCanceled)
                {
                    throw new InferenceException(InferenceErrorCode.Cancelled, "the client has gone");
                }
            }

            writer.Write(data.Span);
        }
    }

    private void WriteHead(IBufferWriter<byte> writer)
    {
        if (_wrapField != 0)
        {
            WriteBlockHeader(writer, _wrapField, _innerLength);
        }

        writer.Write(GetHead());
    }

    private static long GetBlockLength(long length) => 1 + ProtoWriter.GetVarintLength((ulong)length) + length;

    private static void WriteBlockHeader(IBufferWriter<byte> writer, int field, long length) =>
        writer.Advance(FormatBlockHeader(writer.GetSpan(MaxBlockHeaderLength), field, length));

    private static int FormatBlockHeader(Span<byte> destination, int field, long length)
    {
        destination[0] = (byte)((field << 3) | (int)ProtoWireType.LengthDelimited);
        return 1 + ProtoWriter.WriteVarint(destination[1..], (ulong)length);
    }
}
