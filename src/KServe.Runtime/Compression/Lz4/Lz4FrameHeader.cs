using System.Buffers.Binary;

namespace KServe.Runtime.Compression.Lz4;

/// <summary>What the descriptor of an LZ4 frame says.</summary>
internal sealed class Lz4FrameHeader
{
    public required int BlockSize { get; init; }

    public required bool AreBlocksIndependent { get; init; }

    public required bool HasBlockChecksums { get; init; }

    public required bool HasContentChecksum { get; init; }

    public required ulong? ContentSize { get; init; }

    /// <summary>Reads the descriptor, which follows the magic number, and checks its checksum.</summary>
    public static Lz4FrameHeader Read(PackedSource source)
    {
        Span<byte> descriptor = stackalloc byte[2 + sizeof(ulong)];
        source.ReadExactly(descriptor[..2]);
        var flags = descriptor[0];
        var hasSize = (flags & 0x08) != 0;
        descriptor = descriptor[..(hasSize ? 2 + sizeof(ulong) : 2)];
        source.ReadExactly(descriptor[2..]);
        if ((flags >> 6) != 1 || (flags & 0x02) != 0)
        {
            throw new InvalidDataException("the LZ4 frame is of a version that is not supported");
        }

        if ((flags & 0x01) != 0)
        {
            throw new InvalidDataException("the LZ4 frame needs a dictionary, which was not given");
        }

        if (source.ReadByte() != (byte)(XxHash32.Compute(descriptor) >> 8))
        {
            throw PackedSource.Damaged();
        }

        return new Lz4FrameHeader
        {
            BlockSize = ((descriptor[1] >> 4) & 7) switch
            {
                4 => 64 * 1024,
                5 => 256 * 1024,
                6 => 1024 * 1024,
                7 => 4 * 1024 * 1024,
                _ => throw PackedSource.Damaged(),
            },
            AreBlocksIndependent = (flags & 0x20) != 0,
            HasBlockChecksums = (flags & 0x10) != 0,
            HasContentChecksum = (flags & 0x04) != 0,
            ContentSize = hasSize ? BinaryPrimitives.ReadUInt64LittleEndian(descriptor[2..]) : null,
        };
    }
}
