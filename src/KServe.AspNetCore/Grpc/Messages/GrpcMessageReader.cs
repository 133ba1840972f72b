using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Reads length-prefixed messages out of a request's body, each into one block of pooled memory.</summary>
/// <remarks>Waiting for a socket is the rule here, so the state of what waits is pooled.</remarks>
internal sealed class GrpcMessageReader(
    TensorPool pool,
    IOptions<KServeHttpOptions> http,
    IOptions<KServeGrpcOptions> grpc)
{
    private const int Alignment = 64;
    private const int SmallMessage = 1 << 20;

    private readonly int _maxLength = http.Value.MaxRequestBodySize;
    private readonly long _maxBufferedBytes = grpc.Value.MaxBufferedBytes;

    /// <summary>Takes the one message of a request that has arrived with its end; leaves any other as it was.</summary>
    /// <remarks>Takes no compressed and no large message, and none that breaks a rule: those are read.</remarks>
    public bool TryTakeSingle(HttpContext context, out GrpcRequestMessage message)
    {
        message = default;
        var reader = context.Request.BodyReader;
        if (!reader.TryRead(out var result))
        {
            return false;
        }

        var buffer = result.Buffer;
        if (!result.IsCompleted || !IsOnePlainMessage(buffer))
        {
            // Examined up to the start, that is not at all: the next read gets the same bytes at once.
            reader.AdvanceTo(buffer.Start);
            return false;
        }

        var owner = RentAligned((int)buffer.Length - GrpcFrame.HeaderLength, out var memory);
        buffer.Slice(GrpcFrame.HeaderLength).CopyTo(memory.Span);
        reader.AdvanceTo(buffer.End);
        message = new GrpcRequestMessage(owner, memory);
        return true;
    }

    /// <summary>Reads the one message of a call whose client does not stream.</summary>
    /// <exception cref="InferenceException">The message is too large, not there, or not the only one.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GrpcRequestMessage> ReadSingleAsync(
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var message = await ReadNextAsync(context, cancellationToken);
        if (message.IsEnd)
        {
            throw Incomplete();
        }

        try
        {
            var reader = context.Request.BodyReader;
            var result = await reader.ReadAsync(cancellationToken);
            while (result.Buffer.IsEmpty && !result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.End);
                result = await reader.ReadAsync(cancellationToken);
            }

            reader.AdvanceTo(result.Buffer.End);
            return result.Buffer.IsEmpty
                ? message
                : throw new InferenceException(
                    InferenceErrorCode.Internal, "There is data after the one message of this call.");
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next message, or finds the end of the request.</summary>
    /// <remarks>A pending read is cancelled when the server stops; a message that has begun is still read.</remarks>
    /// <exception cref="InferenceException">The message is too large or cut off, or the server stops.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GrpcRequestMessage> ReadNextAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var reader = context.Request.BodyReader;
        bool isCompressed;
        uint length;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled && result.Buffer.IsEmpty)
            {
                reader.AdvanceTo(result.Buffer.End);
                throw InferenceException.Unavailable("The server is shutting down.");
            }

            if (TryReadHeader(reader, result.Buffer, out isCompressed, out length))
            {
                break;
            }

            if (result.IsCompleted)
            {
                return result.Buffer.IsEmpty ? default : throw Incomplete();
            }
        }

        RequireRoom(length);
        RequireEncoding(context, isCompressed);
        var message = await ReadBodyAsync(reader, (int)length, cancellationToken);
        return isCompressed ? Decompress(message) : message;
    }

    private bool IsOnePlainMessage(in ReadOnlySequence<byte> buffer)
    {
        var length = buffer.Length - GrpcFrame.HeaderLength;
        if (length < 0 || length > Math.Min(_maxLength, SmallMessage))
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[GrpcFrame.HeaderLength];
        scoped var header = buffer.FirstSpan;
        if (header.Length < GrpcFrame.HeaderLength)
        {
            buffer.Slice(0, GrpcFrame.HeaderLength).CopyTo(copy);
            header = copy;
        }

        return header[0] == 0 && GrpcFrame.ReadHeader(header, out _) == length;
    }

    /// <summary>Takes the five bytes before a message, if all are there.</summary>
    private static bool TryReadHeader(
        PipeReader reader,
        in ReadOnlySequence<byte> buffer,
        out bool isCompressed,
        out uint length)
    {
        if (buffer.Length < GrpcFrame.HeaderLength)
        {
            reader.AdvanceTo(buffer.Start, buffer.End);
            isCompressed = false;
            length = 0;
            return false;
        }

        Span<byte> header = stackalloc byte[GrpcFrame.HeaderLength];
        buffer.Slice(0, GrpcFrame.HeaderLength).CopyTo(header);
        reader.AdvanceTo(buffer.GetPosition(GrpcFrame.HeaderLength));
        length = GrpcFrame.ReadHeader(header, out isCompressed);
        return true;
    }

    private void RequireRoom(uint length)
    {
        if (length > (uint)_maxLength)
        {
            throw new InferenceException(
                InferenceErrorCode.TooLarge, $"The message has {length} bytes, the limit is {_maxLength} bytes.");
        }

        // A frame may announce what never comes: such announcements together must not take all memory.
        if (length > SmallMessage && pool.RentedBytes + length > _maxBufferedBytes)
        {
            throw InferenceException.Unavailable("The server holds too many bytes of other requests.");
        }
    }

    private static void RequireEncoding(HttpContext context, bool isCompressed)
    {
        if (!isCompressed)
        {
            return;
        }

        var encoding = context.Request.Headers.GrpcEncoding.ToString();
        if (string.Equals(encoding, GrpcHeaders.Gzip, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (encoding.Length == 0 || string.Equals(encoding, GrpcHeaders.Identity, StringComparison.OrdinalIgnoreCase))
        {
            throw new InferenceException(
                InferenceErrorCode.Internal, "The message is compressed, but grpc-encoding does not say how.");
        }

        if (!context.Response.HasStarted)
        {
            context.Response.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.SupportedEncodings;
        }

        throw InferenceException.Unimplemented("grpc-encoding: gzip or identity was expected");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GrpcRequestMessage> ReadBodyAsync(
        PipeReader reader,
        int length,
        CancellationToken cancellationToken)
    {
        var owner = RentAligned(length, out var memory);
        try
        {
            var target = memory;
            while (!target.IsEmpty)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var count = (int)Math.Min(result.Buffer.Length, target.Length);
                var taken = result.Buffer.Slice(0, count);
                taken.CopyTo(target.Span);
                reader.AdvanceTo(taken.End);
                target = target[count..];
                if (result.IsCompleted && !target.IsEmpty && count == 0)
                {
                    throw Incomplete();
                }
            }

            return new GrpcRequestMessage(owner, memory);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Rents memory whose end has the alignment: raw tensors come last in a message.</summary>
    private IMemoryOwner<byte> RentAligned(int length, out Memory<byte> memory)
    {
        var offset = (Alignment - (length % Alignment)) % Alignment;
        var owner = pool.Rent(offset + length);
        memory = owner.Memory[offset..];
        return owner;
    }

    private GrpcRequestMessage Decompress(GrpcRequestMessage compressed)
    {
        using (compressed)
        {
            var owner = GrpcGzip.Decompress(compressed.Memory, _maxLength, pool);
            return new GrpcRequestMessage(owner, owner.Memory);
        }
    }

    private static InferenceException Incomplete() =>
        new(InferenceErrorCode.Internal, "The request ended within a message.");
}
