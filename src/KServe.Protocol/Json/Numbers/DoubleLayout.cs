using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>How doubles of one decimal exponent become text.</summary>
/// <remarks>Exponents from -4 to 16 are written without one, with ".0" behind an integer, as .NET does.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DoubleLayout
{
    private const int Least = -324;
    private const int Greatest = 308;

    private static readonly DoubleLayout[] Layouts = CreateLayouts();

    private readonly ulong _suffix;
    private readonly byte _first;
    private readonly byte _point;
    private readonly byte _tail;
    private readonly byte _shift;
    private readonly DoubleLengths _lengths;

    private DoubleLayout(int exponent)
    {
        var isFixed = exponent is >= -4 and <= 16;
        var shown = isFixed ? exponent : 0;
        _suffix = isFixed ? NumberSuffix.Comma : NumberSuffix.OfExponent(exponent);
        _first = (byte)(shown < 0 ? 1 - shown : 0);
        _point = (byte)(Math.Max(shown, 0) + 1);
        _tail = (byte)(Math.Abs(shown) + 2);
        _shift = (byte)Math.Max(shown, 0);
        for (var zeros = 0; zeros < ShortestDouble.Digits; zeros++)
        {
            _lengths[zeros] = (byte)NumberSuffix.GetLength(ShortestDouble.Digits - zeros, shown, isFixed);
        }
    }

    /// <summary>Gets what follows the text.</summary>
    public ulong Suffix => _suffix;

    /// <summary>Gets where the first digit goes, the others behind it.</summary>
    public int First => _first;

    /// <summary>Gets where the point goes.</summary>
    public int Point => _point;

    /// <summary>Gets where the digits behind the point go, those of a number below 1 once more.</summary>
    public int Tail => _tail;

    /// <summary>Gets how many of the last sixteen digits are before the point.</summary>
    public int Shift => _shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly DoubleLayout Get(int exponent) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Layouts), exponent - Least);

    /// <summary>Gets the length of the text.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="zeros">How many of the seventeen digits are zeros at the end, at most sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GetLength(ref readonly DoubleLayout layout, int zeros) =>
        Unsafe.Add(ref Unsafe.As<DoubleLengths, byte>(ref Unsafe.AsRef(in layout._lengths)), zeros);

    private static DoubleLayout[] CreateLayouts()
    {
        var layouts = new DoubleLayout[Greatest - Least + 1];
        for (var i = 0; i < layouts.Length; i++)
        {
            layouts[i] = new DoubleLayout(Least + i);
        }

        return layouts;
    }
}
