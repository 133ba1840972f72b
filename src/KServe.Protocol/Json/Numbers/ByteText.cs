using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace KServe.Protocol;

/// <summary>Writes bytes, each of which is one store.</summary>
internal readonly struct ByteText : INumberText<byte>
{
    /// <summary>Four characters for each byte: up to three digits, a comma, zeros.</summary>
    private static readonly uint[] Texts = CreateTexts();

    public static int Room => 4;

    public static nint Write(ref byte target, ReadOnlySpan<byte> values)
    {
        ref var texts = ref MemoryMarshal.GetArrayDataReference(Texts);
        nint at = 0;
        foreach (var value in values)
        {
            var text = Unsafe.Add(ref texts, (nint)value);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, at), text);
            at += 4 - (BitOperations.LeadingZeroCount(text) >> 3);
        }

        return at;
    }

    private static uint[] CreateTexts()
    {
        var texts = new uint[byte.MaxValue + 1];
        for (var i = 0; i < texts.Length; i++)
        {
            Encoding.ASCII.GetBytes($"{i},", MemoryMarshal.AsBytes(texts.AsSpan(i, 1)));
        }

        return texts;
    }
}
