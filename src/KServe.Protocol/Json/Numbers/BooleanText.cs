using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Writes booleans, true for any byte but 0.</summary>
internal readonly struct BooleanText : INumberText<byte>
{
    // "true," and "false,", the latter one byte longer
    private const ulong True = 0x0000002C_65757274;
    private const ulong False = 0x00002C65_736C6166;
    private const int TrueLength = 5;

    public static int Room => sizeof(ulong);

    public static nint Write(ref byte target, ReadOnlySpan<byte> values)
    {
        nint at = 0;
        foreach (var value in values)
        {
            var isFalse = value == 0 ? 1 : 0;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, at), True ^ ((True ^ False) & (0 - (ulong)isFalse)));
            at += TrueLength + isFalse;
        }

        return at;
    }
}
