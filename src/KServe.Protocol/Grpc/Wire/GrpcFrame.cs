using System.Buffers.Binary;

namespace KServe.Protocol.Grpc;

/// <summary>Reads and writes the 5 bytes that gRPC puts before each message.</summary>
public static class GrpcFrame
{
    /// <summary>The bytes before each message: a flag, then a big-endian length.</summary>
    public const int HeaderLength = 5;

    /// <summary>Writes the bytes before a message.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="isCompressed">Whether the message is compressed.</param>
    /// <param name="length">The length of the message in bytes.</param>
    public static void WriteHeader(Span<byte> destination, bool isCompressed, uint length)
    {
        destination[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], length);
    }

    /// <summary>Reads the bytes before a message.</summary>
    /// <param name="header">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="isCompressed">Whether the message is compressed.</param>
    /// <returns>The length of the message in bytes, up to 2^32 - 1.</returns>
    /// <exception cref="InferenceException">The flag is neither 0 nor 1: <c>Internal</c>, as gRPC says.</exception>
    public static uint ReadHeader(ReadOnlySpan<byte> header, out bool isCompressed)
    {
        if (header[0] > 1)
        {
            throw new InferenceException(
                InferenceErrorCode.Internal, "the compressed flag of a message is neither 0 nor 1");
        }

        isCompressed = header[0] == 1;
        return BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
    }
}
