using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace KServe.AspNetCore;

/// <summary>Inflates one gzip member into pooled memory, never past a limit.</summary>
internal static class GzipInflater
{
    // Header and trailer of an empty member.
    private const int MinLength = 18;

    // Deflate cannot expand further than this; a trailer that claims more lies.
    private const long MaxRatio = 1032;

    public static RequestBody Inflate(
        Memory<byte> compressed,
        RequestBody into,
        TensorPool pool,
        int limit,
        int jsonLength)
    {
        var length = GetLength(compressed.Span);
        if (length > limit)
        {
            throw Refusal.TooLarge(limit);
        }

        var buffer = into.Begin(pool, (int)length, limit, jsonLength);
        try
        {
            Read(compressed, buffer, (int)length);
            return buffer;
        }
        catch (InvalidDataException)
        {
            buffer.Dispose();
            throw Corrupt();
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    // The trailer ends with the length modulo 2^32. A stream that was cut ends with something else, which the
    // framework's reader would not notice: it takes a truncated stream for a short one.
    private static long GetLength(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length < MinLength)
        {
            throw Corrupt();
        }

        long length = BinaryPrimitives.ReadUInt32LittleEndian(compressed[^4..]);
        return length <= compressed.Length * MaxRatio ? length : throw Corrupt();
    }

    private static void Read(Memory<byte> compressed, RequestBody buffer, int length)
    {
        MemoryMarshal.TryGetArray<byte>(compressed, out var segment);
        using var source = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var count = gzip.ReadAtLeast(buffer.Free.Span[..length], length, throwOnEndOfStream: false);
        buffer.Advance(count);

        // One more read makes the decoder reach, and check, the trailer.
        Span<byte> beyond = stackalloc byte[1];
        if (count != length || gzip.Read(beyond) != 0)
        {
            throw Corrupt();
        }
    }

    private static InferenceException Corrupt() =>
        InferenceException.InvalidArgument("The body is not one whole gzip stream.");
}
