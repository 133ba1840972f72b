using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>Names the content of a full block and of everything before it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BlockHash : IEquatable<BlockHash>
{
    /// <summary>The bytes of a hash.</summary>
    public const int Size = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Reads a hash from its 32 bytes.</summary>
    public static BlockHash Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<BlockHash>(bytes);

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public bool Equals(BlockHash other) =>
        _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;

    public override bool Equals(object? obj) => obj is BlockHash other && Equals(other);

    // The bytes come from SHA-256: any 32 bits of them are as good as a hash of all.
    public override int GetHashCode() => (int)_first;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
