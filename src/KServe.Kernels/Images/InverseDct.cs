using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Images;

/// <summary>Turns blocks of 8 by 8 frequencies into samples of 8 bits.</summary>
/// <remarks>
/// The accurate integer transform of the Independent JPEG Group (their <c>islow</c>), after C. Loeffler, A. Ligtenberg
/// and G. Moschytz, "Practical Fast 1-D DCT Algorithms with 11 Multiplications", ICASSP 1989. Eight columns lie in
/// eight lanes. Stateless and safe for concurrent use.
/// </remarks>
public static class InverseDct
{
    private const int FractionBits = 13;
    private const int ExtraBits = 2;

    /// <summary>Transforms one block.</summary>
    /// <param name="coefficients">64 quantized coefficients, row by row.</param>
    /// <param name="quantization">64 steps, row by row.</param>
    /// <param name="destination">Takes 8 rows of 8 samples.</param>
    /// <param name="stride">The bytes from one row of the destination to the next.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Transform(
        ReadOnlySpan<short> coefficients,
        ReadOnlySpan<ushort> quantization,
        Span<byte> destination,
        int stride)
    {
        Spans.RequireLength(coefficients.Length, 64);
        Spans.RequireLength(quantization.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 8);
        Spans.RequireLength(destination.Length, (7L * stride) + 8);
        var block = default(Block);
        for (var row = 0; row < 8; row++)
        {
            var steps = Vector256.WidenLower(Vector128.Create(quantization[(8 * row)..]).ToVector256Unsafe());
            var values = Vector256.WidenLower(Vector128.Create(coefficients[(8 * row)..]).ToVector256Unsafe());
            block[row] = values * steps.AsInt32();
        }

        Pass(ref block, FractionBits - ExtraBits);
        Transpose(ref block);
        Pass(ref block, FractionBits + ExtraBits + 3);
        Transpose(ref block);
        for (var row = 0; row < 8; row++)
        {
            var samples = Vector256.Min(
                Vector256.Max(block[row] + Vector256.Create(128), Vector256<int>.Zero), Vector256.Create(255));
            var halves = Vector128.Narrow(samples.GetLower().AsUInt32(), samples.GetUpper().AsUInt32());
            Unsafe.WriteUnaligned(
                ref destination[row * stride], Vector128.Narrow(halves, halves).AsUInt64().ToScalar());
        }
    }

    /// <summary>Transforms all eight columns, and rounds off fraction bits.</summary>
    private static void Pass(ref Block block, int shift)
    {
        var round = Vector256.Create(1 << (shift - 1));

        // The even half.
        var z1 = (block[2] + block[6]) * 4433;
        var tmp2 = z1 - (block[6] * 15137);
        var tmp3 = z1 + (block[2] * 6270);
        var tmp0 = (block[0] + block[4]) << FractionBits;
        var tmp1 = (block[0] - block[4]) << FractionBits;
        var even0 = tmp0 + tmp3 + round;
        var even3 = tmp0 - tmp3 + round;
        var even1 = tmp1 + tmp2 + round;
        var even2 = tmp1 - tmp2 + round;

        // The odd half.
        var z3 = block[7] + block[3];
        var z4 = block[5] + block[1];
        var z5 = (z3 + z4) * 9633;
        z1 = (block[7] + block[1]) * -7373;
        var z2 = (block[5] + block[3]) * -20995;
        z3 = (z3 * -16069) + z5;
        z4 = (z4 * -3196) + z5;
        var odd0 = (block[7] * 2446) + z1 + z3;
        var odd1 = (block[5] * 16819) + z2 + z4;
        var odd2 = (block[3] * 25172) + z2 + z3;
        var odd3 = (block[1] * 12299) + z1 + z4;

        block[0] = (even0 + odd3) >> shift;
        block[7] = (even0 - odd3) >> shift;
        block[1] = (even1 + odd2) >> shift;
        block[6] = (even1 - odd2) >> shift;
        block[2] = (even2 + odd1) >> shift;
        block[5] = (even2 - odd1) >> shift;
        block[3] = (even3 + odd0) >> shift;
        block[4] = (even3 - odd0) >> shift;
    }

    /// <summary>Exchanges rows and columns.</summary>
    private static void Transpose(ref Block block)
    {
        Span<int> cells = stackalloc int[64];
        for (var row = 0; row < 8; row++)
        {
            block[row].CopyTo(cells[(8 * row)..]);
        }

        for (var row = 0; row < 8; row++)
        {
            block[row] = Vector256.Create(
                cells[row], cells[8 + row], cells[16 + row], cells[24 + row],
                cells[32 + row], cells[40 + row], cells[48 + row], cells[56 + row]);
        }
    }

    [InlineArray(8)]
    private struct Block
    {
        private Vector256<int> _row0;
    }
}
