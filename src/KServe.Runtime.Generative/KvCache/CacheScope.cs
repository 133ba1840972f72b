using System.Buffers.Binary;
using System.Text;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>Says with whom a sequence shares blocks: those with the same adapter, salt and tenant.</summary>
internal static class CacheScope
{
    private const byte AdapterKind = 1;
    private const byte SaltKind = 2;
    private const byte TenantKind = 3;

    /// <summary>Writes the keys of a scope: for each that is given a kind (u8), a length (u32), UTF-8.</summary>
    /// <param name="adapter">The adapter on the model's weights.</param>
    /// <param name="salt">The salt that a client chose.</param>
    /// <param name="tenant">The tenant.</param>
    /// <returns>The keys in ascending order of their kinds; empty when nothing is given.</returns>
    public static byte[] Encode(string? adapter, string? salt, string? tenant)
    {
        if (adapter is null && salt is null && tenant is null)
        {
            return [];
        }

        var bytes = new byte[GetLength(adapter) + GetLength(salt) + GetLength(tenant)];
        var rest = Write(bytes, AdapterKind, adapter);
        rest = Write(rest, SaltKind, salt);
        Write(rest, TenantKind, tenant);
        return bytes;
    }

    private static int GetLength(string? value) =>
        value is null ? 0 : checked(1 + sizeof(uint) + Encoding.UTF8.GetByteCount(value));

    private static Span<byte> Write(Span<byte> destination, byte kind, string? value)
    {
        if (value is null)
        {
            return destination;
        }

        var head = 1 + sizeof(uint);
        var length = Encoding.UTF8.GetBytes(value, destination[head..]);
        destination[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(destination[1..], length);
        return destination[(head + length)..];
    }
}
