using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>Computes the names of blocks: SHA-256 over a binary layout that any language can write.</summary>
/// <remarks>
/// The bytes are: the parent's hash (32, zeros for the first block), the number of tokens (u32), the token ids (u32
/// each) and, in the first block only, the keys of the scope (<see cref="CacheScope"/>). All numbers are little-endian.
/// docs/kv-cache.md gives test vectors.
/// </remarks>
internal static class BlockHasher
{
    private const int StackBytes = 256;

    /// <summary>Computes the name of a block.</summary>
    /// <param name="parent">The name of the block before; the default for the first block.</param>
    /// <param name="tokens">The tokens of the block.</param>
    /// <param name="scopeKeys">The keys of the scope for the first block; empty for all others.</param>
    public static BlockHash Compute(in BlockHash parent, ReadOnlySpan<int> tokens, ReadOnlySpan<byte> scopeKeys)
    {
        var length = checked(BlockHash.Size + sizeof(uint) + (tokens.Length * sizeof(uint)) + scopeKeys.Length);
        byte[]? rented = null;
        var bytes = length <= StackBytes
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(length);
        parent.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[BlockHash.Size..], tokens.Length);
        var rest = bytes[(BlockHash.Size + sizeof(uint))..];
        foreach (var token in tokens)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, token);
            rest = rest[sizeof(uint)..];
        }

        scopeKeys.CopyTo(rest);
        Span<byte> hash = stackalloc byte[BlockHash.Size];
        SHA256.HashData(bytes[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return BlockHash.Read(hash);
    }
}
