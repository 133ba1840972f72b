using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>Holds 2^q / 10^(k+1), which brings the floats of one binary exponent to decimal.</summary>
internal static class SingleScale
{
    /// <summary>What to add to the exponent of a power of two.</summary>
    public const int PowersOfTwo = 256;

    /// <summary>What a float's biased exponent exceeds q by.</summary>
    public const int Bias = 150;

    private static readonly ulong[] Scales = CreateScales();

    /// <summary>Gets a scale with 63 bits behind the point.</summary>
    /// <param name="row">The biased exponent, plus <see cref="PowersOfTwo"/> for powers of two.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get(uint row) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Scales), row);

    private static ulong[] CreateScales()
    {
        var scales = new ulong[2 * PowersOfTwo];
        for (var exponent = 1; exponent < 255; exponent++)
        {
            scales[exponent] = Create(exponent - Bias, 0);
            scales[exponent + PowersOfTwo] = Create(exponent - Bias, 1);
        }

        return scales;
    }

    private static ulong Create(int q, int isUneven)
    {
        var power = -1 - PowersOfTen.FloorLog10(q, isUneven);
        return PowersOfTen.High(power) >> (-q - PowersOfTen.FloorLog2(power));
    }
}
