using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>Writes floats in the shortest form that reads back, integers with ".0", NaN and infinity as null.</summary>
/// <remarks>
/// Four at a time become digits. A number's text is then one shuffle of sixteen bytes (digits, point, zero), which its
/// exponent decides on; the sign before it and the comma or exponent behind it overlap that store.
/// </remarks>
internal readonly struct SingleText : INumberText<float>
{
    private const uint EightDigits = 100_000_000;
    private const uint Infinity = 0x7F80_0000;

    /// <summary>Gets room for a sign, sixteen bytes of text, and eight bytes that may begin behind fifteen.</summary>
    public static int Room => 32;

    public static nint Write(ref byte target, ReadOnlySpan<float> values)
    {
        nint at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var scratch = default(LaneScratch);
            ref var lanes = ref scratch.Align();
            for (; values.Length >= Lanes.Count; values = values[Lanes.Count..])
            {
                at += WriteFour(ref Unsafe.Add(ref target, at), ref MemoryMarshal.GetReference(values), ref lanes);
            }
        }

        foreach (var value in values)
        {
            at += WriteOne(ref Unsafe.Add(ref target, at), value);
        }

        return at;
    }

    private static int WriteOne(ref byte target, float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var magnitude = bits & int.MaxValue;
        if (magnitude >= Infinity)
        {
            Unsafe.WriteUnaligned(ref target, NumberSuffix.Null);
            return (int)(NumberSuffix.Null >> NumberSuffix.LengthShift);
        }

        var digits = ShortestSingle.Convert(magnitude, out var exponent);
        var first = digits / EightDigits;
        var rest = DecimalDigits.Split(digits - (first * EightDigits));
        return WriteText(ref target, bits >> 31, rest, first + SingleLayout.Constants, exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint WriteFour(ref byte target, ref float values, ref ulong lanes)
    {
        nint at = 0;
        if (!ShortestSingle.TryConvert(Vector128.LoadUnsafe(ref values).AsUInt32(), out var exponents, out var digits))
        {
            for (var i = 0; i < Lanes.Count; i++)
            {
                at += WriteOne(ref Unsafe.Add(ref target, at), Unsafe.Add(ref values, i));
            }

            return at;
        }

        // floor(d / 10^8) for nine digits d
        var first = Lanes.Multiply(digits, Vector256.Create(0x55E63B89UL)) >>> 57;
        var rest = DecimalDigits.Split(digits - Lanes.Multiply(first, Vector256.Create((ulong)EightDigits)));
        first += (exponents.AsUInt64() << 32) + Vector256.Create(SingleLayout.Constants);

        rest.StoreUnsafe(ref lanes);
        first.StoreUnsafe(ref lanes, Lanes.Count);
        for (var i = 0; i < Lanes.Count; i++)
        {
            var constants = Unsafe.Add(ref lanes, i + Lanes.Count);
            at += WriteText(
                ref Unsafe.Add(ref target, at),
                BitConverter.SingleToUInt32Bits(Unsafe.Add(ref values, i)) >> 31,
                Unsafe.Add(ref lanes, i),
                constants,
                (int)((long)constants >> 32));
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteText(ref byte target, uint isNegative, ulong rest, ulong constants, int exponent)
    {
        target = (byte)'-';
        target = ref Unsafe.Add(ref target, isNegative);
        ref readonly var layout = ref SingleLayout.Get(exponent);
        var text = Vector128.Create(rest + DecimalDigits.Zeros, constants).AsByte();
        Vector128.ShuffleNative(text, layout.Order).StoreUnsafe(ref target);
        var length = SingleLayout.GetLength(in layout, BitOperations.LeadingZeroCount(rest) >> 3);
        var suffix = layout.Suffix;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length), suffix);
        return (int)isNegative + length + (int)(suffix >> NumberSuffix.LengthShift);
    }
}
