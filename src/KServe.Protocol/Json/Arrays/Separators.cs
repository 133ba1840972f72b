using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>Finds what ends the elements of an array, commas and closing brackets, 64 bytes at a time.</summary>
internal static class Separators
{
    /// <summary>The bytes that one mask covers.</summary>
    public const int Block = 64;

    /// <summary>Gets a mask of the block that begins at a position; the lowest bit is the first byte.</summary>
    public static ulong Find(ReadOnlySpan<byte> text, int at)
    {
        if (text.Length - at >= Block)
        {
            return Find(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), at));
        }

        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        text[at..].CopyTo(last);
        return Find(ref MemoryMarshal.GetReference(last));
    }

    private static ulong Find(ref byte block)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var bytes = Vector512.LoadUnsafe(ref block);
            return (Vector512.Equals(bytes, Vector512.Create((byte)','))
                | Vector512.Equals(bytes, Vector512.Create((byte)']'))).ExtractMostSignificantBits();
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Find256(ref block) | ((ulong)Find256(ref Unsafe.Add(ref block, Vector256<byte>.Count)) << 32);
        }

        var mask = 0UL;
        for (var at = 0; at < Block; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref block, (nuint)at);
            var found = Vector128.Equals(bytes, Vector128.Create((byte)','))
                | Vector128.Equals(bytes, Vector128.Create((byte)']'));
            mask |= (ulong)found.ExtractMostSignificantBits() << at;
        }

        return mask;
    }

    private static uint Find256(ref byte half)
    {
        var bytes = Vector256.LoadUnsafe(ref half);
        return (Vector256.Equals(bytes, Vector256.Create((byte)','))
            | Vector256.Equals(bytes, Vector256.Create((byte)']'))).ExtractMostSignificantBits();
    }
}
