using System.Buffers.Binary;

namespace KServe.Runtime.Compression.Lz4;

/// <summary>Unpacks one LZ4 block; source: "LZ4 Block Format Description".</summary>
internal static class Lz4Block
{
    private const int LeastMatch = 4;

    /// <param name="packed">The block.</param>
    /// <param name="target">Where to write; what lies before <paramref name="at"/> may be referred to.</param>
    /// <param name="at">Where the block's own bytes begin.</param>
    /// <returns>Where they end.</returns>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> target, int at)
    {
        while (!packed.IsEmpty)
        {
            int token = packed[0];
            packed = packed[1..];
            var literals = ReadLength(token >> 4, ref packed);
            if (literals > packed.Length || literals > target.Length - at)
            {
                throw PackedSource.Damaged();
            }

            packed[..literals].CopyTo(target[at..]);
            packed = packed[literals..];
            at += literals;
            if (packed.IsEmpty)
            {
                // the last sequence has literals only
                return at;
            }

            if (packed.Length < sizeof(ushort))
            {
                throw PackedSource.Damaged();
            }

            int offset = BinaryPrimitives.ReadUInt16LittleEndian(packed);
            packed = packed[sizeof(ushort)..];
            var length = ReadLength(token & 15, ref packed) + LeastMatch;
            if (offset == 0 || offset > at || length > target.Length - at)
            {
                throw PackedSource.Damaged();
            }

            CopyMatch(target, at, offset, length);
            at += length;
        }

        throw PackedSource.Damaged();
    }

    private static int ReadLength(int length, ref ReadOnlySpan<byte> packed)
    {
        if (length < 15)
        {
            return length;
        }

        for (var i = 0; i < packed.Length; i++)
        {
            length += packed[i];
            if (packed[i] != 255)
            {
                packed = packed[(i + 1)..];
                return length;
            }
        }

        throw PackedSource.Damaged();
    }

    private static void CopyMatch(Span<byte> target, int at, int offset, int length)
    {
        // a match may reach into what it writes: then it repeats, in pieces that double
        var written = 0;
        while (written < length)
        {
            var count = Math.Min(length - written, offset + written);
            target.Slice(at - offset, count).CopyTo(target[(at + written)..]);
            written += count;
        }
    }
}
