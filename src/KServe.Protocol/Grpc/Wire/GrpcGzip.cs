using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace KServe.Protocol.Grpc;

/// <summary>Compresses and decompresses messages for <c>grpc-encoding: gzip</c>.</summary>
/// <remarks>
/// The framework's stream takes truncated data for complete and ignores what follows, so header and trailer are read
/// here: the result has exactly the length and checksum that the trailer names, or there is none.
/// </remarks>
public static class GrpcGzip
{
    private const int MinHeaderLength = 10;
    private const int TrailerLength = 8;

    /// <summary>No deflate stream inflates by more than this factor.</summary>
    private const long MaxRatio = 1032;

    /// <summary>Gets the member without data, for which the framework's stream writes nothing at all.</summary>
    private static ReadOnlySpan<byte> Empty =>
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Decompresses one message into pooled memory.</summary>
    /// <param name="compressed">One gzip member and nothing else.</param>
    /// <param name="maxLength">The most bytes that the result may have; no more than one beyond is inflated.</param>
    /// <param name="pool">Where the memory is rented.</param>
    /// <returns>Memory of exactly the length of the result, to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">
    /// The result is longer than allowed (<c>TooLarge</c>), or the data is broken (<c>Internal</c>, as gRPC says).
    /// </exception>
    public static IMemoryOwner<byte> Decompress(ReadOnlyMemory<byte> compressed, int maxLength, TensorPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var headerLength = GetHeaderLength(compressed.Span);
        var deflated = compressed[headerLength..^TrailerLength];
        var trailer = compressed.Span[^TrailerLength..];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]);
        if (length > (uint)maxLength)
        {
            throw new InferenceException(
                InferenceErrorCode.TooLarge, $"the message exceeds {maxLength} bytes when decompressed");
        }

        if (length > deflated.Length * MaxRatio)
        {
            throw Broken();
        }

        var owner = pool.Rent((int)length);
        try
        {
            Inflate(deflated, owner.Memory.Span);
            if (Crc32.Append(0, owner.Memory.Span) != BinaryPrimitives.ReadUInt32LittleEndian(trailer))
            {
                throw Broken();
            }

            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Compresses bytes into pooled memory.</summary>
    /// <param name="data">The message.</param>
    /// <param name="destination">Where the gzip member is appended.</param>
    public static void Compress(ReadOnlySpan<byte> data, ProtoWriter destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (data.IsEmpty)
        {
            destination.WriteRaw(Empty);
            return;
        }

        using var gzip = new GZipStream(new BufferWriterStream(destination), CompressionLevel.Fastest);
        gzip.Write(data);
    }

    /// <summary>Compresses a message that is ready to be written into pooled memory.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">Where the gzip member is appended.</param>
    public static void Compress(EncodedInferMessage message, ProtoWriter destination)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(destination);
        if (message.Length == 0)
        {
            destination.WriteRaw(Empty);
            return;
        }

        using var gzip = new GZipStream(new BufferWriterStream(destination), CompressionLevel.Fastest);
        message.WriteTo(gzip);
    }

    private static void Inflate(ReadOnlyMemory<byte> deflated, Span<byte> target)
    {
        using var source = new ExactSource(deflated);
        using var inflater = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> beyond = stackalloc byte[1];
        try
        {
            if (inflater.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) != target.Length
                || inflater.Read(beyond) != 0
                || !source.IsTakenExactly)
            {
                throw Broken();
            }
        }
        catch (InvalidDataException exception)
        {
            throw Broken(exception);
        }
    }

    /// <summary>Reads the fixed part of the header and the optional parts that its flags announce.</summary>
    private static int GetHeaderLength(ReadOnlySpan<byte> data)
    {
        const byte crcFlag = 2, extraFlag = 4, nameFlag = 8, commentFlag = 16, reservedFlags = 0xE0;
        if (data.Length < MinHeaderLength + TrailerLength
            || data[0] != 0x1F
            || data[1] != 0x8B
            || data[2] != 8
            || (data[3] & reservedFlags) != 0)
        {
            throw Broken();
        }

        var flags = data[3];
        var body = data[..^TrailerLength];
        var length = MinHeaderLength;
        if ((flags & extraFlag) != 0)
        {
            Require(body, length + sizeof(ushort));
            length += sizeof(ushort) + BinaryPrimitives.ReadUInt16LittleEndian(body[length..]);
        }

        length = SkipText(body, length, (flags & nameFlag) != 0);
        length = SkipText(body, length, (flags & commentFlag) != 0);
        length += (flags & crcFlag) != 0 ? sizeof(ushort) : 0;
        Require(body, length);
        return length;
    }

    private static int SkipText(ReadOnlySpan<byte> body, int start, bool isThere)
    {
        Require(body, start);
        var end = isThere ? body[start..].IndexOf((byte)0) : -1;
        if (isThere && end < 0)
        {
            throw Broken();
        }

        return start + end + 1;
    }

    private static void Require(ReadOnlySpan<byte> body, int length)
    {
        if (length > body.Length)
        {
            throw Broken();
        }
    }

    private static InferenceException Broken(Exception? cause = null) =>
        new(InferenceErrorCode.Internal, "the message is not valid gzip", cause);
}
