using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>How floats of one decimal exponent become text.</summary>
/// <remarks>Exponents from -4 to 8 are written without one, with ".0" behind an integer, as .NET does.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct SingleLayout
{
    /// <summary>The bytes beside the last eight digits: the first digit, a point and a zero.</summary>
    public const ulong Constants = ((ulong)'0' << 16) | ((ulong)'.' << 8) | '0';

    private const byte FirstDigit = 8;
    private const byte Point = 9;
    private const byte Zero = 10;
    private const int Least = -45;
    private const int Greatest = 38;

    private static readonly SingleLayout[] Layouts = CreateLayouts();

    private readonly Vector128<byte> _order;
    private readonly ulong _suffix;
    private readonly SingleLengths _lengths;

    private SingleLayout(int exponent)
    {
        var isFixed = exponent is >= -4 and <= 8;
        var shown = isFixed ? exponent : 0;
        Span<byte> order = stackalloc byte[Vector128<byte>.Count];
        order.Fill(Zero);
        var at = shown < 0 ? 1 - shown : 0;
        var point = Math.Max(shown, 0) + 1;
        for (var digit = 0; digit < ShortestSingle.Digits; digit++)
        {
            at += at == point ? 1 : 0;
            order[at++] = digit == 0 ? FirstDigit : (byte)(digit - 1);
        }

        order[point] = Point;
        _order = Vector128.Create<byte>(order);
        _suffix = isFixed ? NumberSuffix.Comma : NumberSuffix.OfExponent(exponent);
        for (var zeros = 0; zeros < ShortestSingle.Digits; zeros++)
        {
            _lengths[zeros] = (byte)NumberSuffix.GetLength(ShortestSingle.Digits - zeros, shown, isFixed);
        }
    }

    /// <summary>Gets where each byte of the text comes from.</summary>
    public Vector128<byte> Order => _order;

    /// <summary>Gets what follows the text.</summary>
    public ulong Suffix => _suffix;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly SingleLayout Get(int exponent) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Layouts), exponent - Least);

    /// <summary>Gets the length of the text.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="zeros">How many of the nine digits are zeros at the end, at most eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GetLength(ref readonly SingleLayout layout, int zeros) =>
        Unsafe.Add(ref Unsafe.As<SingleLengths, byte>(ref Unsafe.AsRef(in layout._lengths)), zeros);

    private static SingleLayout[] CreateLayouts()
    {
        var layouts = new SingleLayout[Greatest - Least + 1];
        for (var i = 0; i < layouts.Length; i++)
        {
            layouts[i] = new SingleLayout(Least + i);
        }

        return layouts;
    }
}
