using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Linear;

/// <summary>Quantizes a token's inputs: per block of 32 to bytes with a sign.</summary>
/// <remarks>
/// The scale is the largest magnitude divided by 127; numbers are rounded to the nearest, ties to even. A block that
/// holds a number that is not finite gets NaN for its scale, which makes all outputs of its token NaN. A block whose
/// largest magnitude is below 1e-36 counts as zero.
/// </remarks>
internal static unsafe class ActivationBlocks
{
    private const int Quads = Panels.BlockSize / 4;
    private const float Least = 1e-36f;
    private const int Infinity = 0x7F800000;
    private const int NoSign = 0x7FFFFFFF;

    // Adding and subtracting it rounds to a whole number, ties to even, on every processor.
    private const float Rounder = 12_582_912f;

    /// <summary>Gets the bytes of a block.</summary>
    public static int GetBlockBytes(bool isWide) =>
        (Panels.BlockSize * (isWide ? sizeof(short) : sizeof(sbyte))) + BlockLayout.FooterBytes;

    /// <summary>Quantizes one token.</summary>
    /// <param name="input">Its inputs.</param>
    /// <param name="columns">How many there are; the last block is filled with zeros.</param>
    /// <param name="target">Takes the blocks.</param>
    /// <param name="isWide">Whether to store 16 bits.</param>
    /// <param name="offset">What weights are larger by than the numbers that they stand for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(float* input, int columns, byte* target, bool isWide, int offset)
    {
        var blockBytes = GetBlockBytes(isWide);
        var isNarrow512 = !isWide && Vector512.IsHardwareAccelerated;
        var whole = columns / Panels.BlockSize;
        for (var block = 0; block < whole; block++)
        {
            if (isNarrow512)
            {
                QuantizeBlock512(input, target, offset);
            }
            else
            {
                QuantizeBlock(input, target, isWide, offset);
            }

            input += Panels.BlockSize;
            target += blockBytes;
        }

        var rest = columns % Panels.BlockSize;
        if (rest > 0)
        {
            var last = stackalloc float[Panels.BlockSize];
            new Span<float>(last, Panels.BlockSize).Clear();
            new ReadOnlySpan<float>(input, rest).CopyTo(new Span<float>(last, rest));
            QuantizeBlock(last, target, isWide, offset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuantizeBlock(float* input, byte* target, bool isWide, int offset)
    {
        var most = Vector128<int>.Zero;
        for (var i = 0; i < Quads; i++)
        {
            // The bits of magnitudes are ordered as the magnitudes are, with NaN above infinity.
            most = Vector128.Max(most, Vector128.Load((int*)input + (i * 4)) & Vector128.Create(NoSign));
        }

        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create(2, 3, 0, 1)));
        var bits = Math.Max(most[0], most[1]);
        var scale = GetScale(bits, out var isPlain, out var inverse);
        var factor = Vector128.Create(inverse);
        var sums = Vector128<int>.Zero;
        var footer = target + (Panels.BlockSize * (isWide ? sizeof(short) : sizeof(sbyte)));
        for (var i = 0; i < Quads; i += 2)
        {
            var first = Round(input + (i * 4), factor, isPlain);
            var second = Round(input + (i * 4) + 4, factor, isPlain);
            sums += first + second;
            Store(first, second, target, i, isWide);
        }

        WriteFooter(footer, scale, Vector128.Sum(sums), offset);
    }

    // The same operations on each number, and the same sum of whole numbers, in wider registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuantizeBlock512(float* input, byte* target, int offset)
    {
        var (low, high) = (Vector512.Load(input), Vector512.Load(input + Vector512<float>.Count));
        var noSign = Vector512.Create(NoSign);
        var most = Vector512.Max(low.AsInt32() & noSign, high.AsInt32() & noSign);
        var half = Vector256.Max(most.GetLower(), most.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        var scale = GetScale(Math.Max(quarter[0], quarter[1]), out var isPlain, out var inverse);
        var footer = target + Panels.BlockSize;
        if (!isPlain)
        {
            Vector256<byte>.Zero.Store(target);
            WriteFooter(footer, scale, 0, offset);
            return;
        }

        var factor = Vector512.Create(inverse);
        var rounder = Vector512.Create(Rounder);
        var first = Vector512.ConvertToInt32Native(((low * factor) + rounder) - rounder);
        var second = Vector512.ConvertToInt32Native(((high * factor) + rounder) - rounder);
        var words = Vector512.Narrow(first, second);
        Vector256.Narrow(words.GetLower(), words.GetUpper()).Store((sbyte*)target);
        WriteFooter(footer, scale, Vector512.Sum(first + second), offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float GetScale(int bits, out bool isPlain, out float inverse)
    {
        var largest = BitConverter.Int32BitsToSingle(bits);
        isPlain = bits < Infinity && largest >= Least;
        inverse = isPlain ? 127f / largest : 0f;
        return bits >= Infinity ? float.NaN : isPlain ? largest / 127f : 0f;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFooter(byte* footer, float scale, int sum, int offset)
    {
        *(float*)(footer + BlockLayout.Scale) = scale;
        *(int*)(footer + BlockLayout.Bias) = -offset * sum;
        *(float*)(footer + BlockLayout.ScaledSum) = sum * scale;
        *(int*)(footer + BlockLayout.ScaledSum + sizeof(float)) = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Round(float* input, Vector128<float> factor, bool isPlain)
    {
        if (!isPlain)
        {
            return default;
        }

        var rounder = Vector128.Create(Rounder);
        return Vector128.ConvertToInt32Native(((Vector128.Load(input) * factor) + rounder) - rounder);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> first, Vector128<int> second, byte* target, int quad, bool isWide)
    {
        if (isWide)
        {
            var order = Vector128.Create(0, 2, 1, 3);
            Vector128.Narrow(Vector128.Shuffle(first, order), Vector128.Shuffle(second, order))
                .Store((short*)target + (quad * 4));
        }
        else
        {
            var words = Vector128.Narrow(first, second);
            *(ulong*)(target + (quad * 4)) = Vector128.Narrow(words, words).AsUInt64().ToScalar();
        }
    }
}
