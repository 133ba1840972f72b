using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>Holds the powers of ten by which binary floating point becomes decimal and decimal binary.</summary>
/// <remarks>
/// A power is 128 bits g with 10^k = (g - d) 2^(floor(log2 10^k) - 127), 0 &lt; d &lt;= 1: rounded down, plus one, as
/// Raffaello Giulietti's "The Schubfach way to render doubles" (2020) asks for. The tests compute every one again.
/// </remarks>
internal static partial class PowersOfTen
{
    /// <summary>The exponent of the least power, for the greatest double.</summary>
    public const int Least = -292;

    /// <summary>The exponent of the greatest power, for the least double.</summary>
    public const int Greatest = 324;

    // with 22 bits behind the point
    private const int Log10Of2 = 1262611;
    private const int Log10Of4Thirds = 524031;

    /// <summary>Gets floor(log2 10^k).</summary>
    public static int FloorLog2(int k) => (k * 1741647) >> 19;

    /// <summary>Gets floor(log10 2^q), or floor(log10 3/4 2^q) where the interval below is half as wide.</summary>
    /// <param name="q">The exponent of two.</param>
    /// <param name="isUneven">1 where the interval below is half as wide, else 0.</param>
    public static int FloorLog10(int q, int isUneven) => ((q * Log10Of2) - (isUneven * Log10Of4Thirds)) >> 22;

    /// <summary>Does the same to four exponents.</summary>
    /// <param name="q">The exponents of two.</param>
    /// <param name="isUneven">All bits set where the interval below is half as wide, else 0.</param>
    public static Vector128<int> FloorLog10(Vector128<int> q, Vector128<int> isUneven) =>
        ((q * Log10Of2) - (isUneven & Vector128.Create(Log10Of4Thirds))) >> 22;

    /// <summary>Gets a power without the bits beyond the 128, as reading wants it.</summary>
    public static UInt128 RoundedDown(int k) => new UInt128(High(k), Low(k)) - 1;

    /// <summary>Gets the upper 64 bits of a power.</summary>
    public static ulong High(int k) => Half(k, 0);

    /// <summary>Gets the lower 64 bits of a power.</summary>
    public static ulong Low(int k) => Half(k, 1);

    // k follows from a binary exponent of few bits, so that the tests try all that exist and nothing is checked here
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Half(int k, int half) =>
        Unsafe.Add(ref MemoryMarshal.GetReference(Halves), (nint)((2 * (k - Least)) + half));
}
