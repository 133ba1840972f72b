using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>Writes doubles in the shortest form that reads back, integers with ".0", NaN and infinity as null.</summary>
/// <remarks>
/// No branch decides on the text. Digits are stored where they stand without a point, then the point, then the digits
/// behind it once more in their place; <c>0.000</c> is stored before them and overwritten where it is not needed.
/// </remarks>
internal readonly struct DoubleText : INumberText<double>
{
    private const ulong EightDigits = 100_000_000;
    private const ulong Infinity = 0x7FF0_0000_0000_0000;

    /// <summary>Gets room for a sign, and sixteen bytes that may begin behind eighteen.</summary>
    public static int Room => 40;

    /// <summary>Gets what shuffles bytes to the front by the position it is loaded from.</summary>
    private static ReadOnlySpan<byte> Shifts =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    public static nint Write(ref byte target, ReadOnlySpan<double> values)
    {
        nint at = 0;
        foreach (var value in values)
        {
            at += WriteOne(ref Unsafe.Add(ref target, at), value);
        }

        return at;
    }

    /// <summary>Writes one element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteOne(ref byte target, double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var magnitude = bits & long.MaxValue;
        if (magnitude >= Infinity)
        {
            Unsafe.WriteUnaligned(ref target, NumberSuffix.Null);
            return (int)(NumberSuffix.Null >> NumberSuffix.LengthShift);
        }

        var digits = ShortestDouble.Convert(magnitude, out var exponent);
        return WriteText(ref target, (int)(bits >> 63), digits, exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteText(ref byte target, int isNegative, ulong digits, int exponent)
    {
        target = (byte)'-';
        target = ref Unsafe.Add(ref target, isNegative);
        ref readonly var layout = ref DoubleLayout.Get(exponent);

        var nine = digits / EightDigits;
        var first = nine / EightDigits;
        var rest = Vector128.Create(
            DecimalDigits.Split((uint)(nine - (first * EightDigits))),
            DecimalDigits.Split((uint)(digits - (nine * EightDigits)))).AsByte();
        var zeros = Vector128<byte>.Count - 32
            + BitOperations.LeadingZeroCount(~Vector128.IsZero(rest).ExtractMostSignificantBits() & 0xFFFF);
        var text = rest + Vector128.Create((byte)'0');
        var shift = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Shifts), (nuint)layout.Shift);
        var tail = Vector128.ShuffleNative(rest, shift) + Vector128.Create((byte)'0');

        Unsafe.WriteUnaligned(ref target, DecimalDigits.Zeros);
        Unsafe.Add(ref target, layout.First) = (byte)('0' + first);
        text.StoreUnsafe(ref target, (nuint)layout.First + 1);
        Unsafe.Add(ref target, layout.Point) = (byte)'.';
        tail.StoreUnsafe(ref target, (nuint)layout.Tail);
        var length = DoubleLayout.GetLength(in layout, zeros);
        var suffix = layout.Suffix;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length), suffix);
        return isNegative + length + (int)(suffix >> NumberSuffix.LengthShift);
    }
}
