using System.Buffers;
using System.Net.Http.Headers;
using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>Frames messages of gRPC.</summary>
internal abstract class GrpcContent : TrackedContent
{
    // Up to here one write of everything costs less than several without a copy.
    private const int MaxJoined = 32 << 10;

    private static readonly MediaTypeHeaderValue MediaType = new("application/grpc");

    protected GrpcContent() => Headers.ContentType = MediaType;

    // A length would be right for a single message, but clients of gRPC send none.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected static async ValueTask WriteAsync(
        Stream stream,
        EncodedInferMessage message,
        CancellationToken cancellationToken)
    {
        if (message.Length > uint.MaxValue)
        {
            throw new InferenceException(InferenceErrorCode.TooLarge, "the request is longer than a message can be");
        }

        var isJoined = message.Length <= MaxJoined;
        var length = GrpcFrame.HeaderLength + (isJoined ? (int)message.Length : 0);
        var array = ArrayPool<byte>.Shared.Rent(length);
        GrpcFrame.WriteHeader(array, isCompressed: false, (uint)message.Length);
        if (isJoined)
        {
            message.CopyTo(array.AsSpan(GrpcFrame.HeaderLength, (int)message.Length));
        }

        await stream.WriteAsync(array.AsMemory(0, length), cancellationToken);
        ArrayPool<byte>.Shared.Return(array);
        if (!isJoined)
        {
            await message.WriteToAsync(stream, cancellationToken);
        }
    }
}
