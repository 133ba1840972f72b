using System.Numerics;
using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Writes integers.</summary>
/// <typeparam name="T">The type of the integers, of up to 64 bits.</typeparam>
internal readonly struct IntegerText<T> : INumberText<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private const uint EightDigits = 100_000_000;
    private const ulong SixteenDigits = 10_000_000_000_000_000;

    /// <summary>Gets room for a sign, twenty digits, and eight bytes that may begin behind them.</summary>
    public static int Room => 32;

    public static nint Write(ref byte target, ReadOnlySpan<T> values)
    {
        nint at = 0;
        foreach (var value in values)
        {
            at += Write(ref Unsafe.Add(ref target, at), value);
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(ref byte target, T value)
    {
        var isNegative = T.IsNegative(value) ? 1 : 0;
        var magnitude = (ulong.CreateTruncating(value) ^ (0 - (ulong)isNegative)) + (ulong)isNegative;
        target = (byte)'-';
        var length = WriteMagnitude(ref Unsafe.Add(ref target, isNegative), magnitude) + isNegative;
        Unsafe.Add(ref target, length) = (byte)',';
        return length + 1;
    }

    // a tensor's numbers tend to be of one size, so that these branches are foreseen
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteMagnitude(ref byte target, ulong value)
    {
        if (value < EightDigits)
        {
            return WriteFirst(ref target, (uint)value);
        }

        var upper = value / EightDigits;
        var lower = (uint)(value - (upper * EightDigits));
        int length;
        if (value < SixteenDigits)
        {
            length = WriteFirst(ref target, (uint)upper);
        }
        else
        {
            var first = upper / EightDigits;
            length = WriteFirst(ref target, (uint)first);
            WriteEight(ref Unsafe.Add(ref target, length), (uint)(upper - (first * EightDigits)));
            length += 8;
        }

        WriteEight(ref Unsafe.Add(ref target, length), lower);
        return length + 8;
    }

    /// <summary>Writes one to eight digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteFirst(ref byte target, uint value)
    {
        var digits = DecimalDigits.Split(value);
        var zeros = BitOperations.TrailingZeroCount(digits | (1UL << 56)) >> 3;
        Unsafe.WriteUnaligned(ref target, (digits + DecimalDigits.Zeros) >> (8 * zeros));
        return 8 - zeros;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteEight(ref byte target, uint value) =>
        Unsafe.WriteUnaligned(ref target, DecimalDigits.Split(value) + DecimalDigits.Zeros);
}
