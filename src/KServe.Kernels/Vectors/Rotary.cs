using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Turns queries and keys by their position.</summary>
/// <remarks>
/// Su et al., "RoFormer: enhanced transformer with rotary position embedding" (2021). Stateless and safe for concurrent
/// use. What a token becomes depends on it and its position alone, bit for bit.
/// </remarks>
public static unsafe class Rotary
{
    /// <summary>Computes the cosines and sines of one position.</summary>
    /// <param name="frequencies">The angle by which each pair turns per position.</param>
    /// <param name="position">The position, from 0.</param>
    /// <param name="scale">What cosines and sines are multiplied with; 1 for most models.</param>
    /// <param name="angles">Takes all cosines, then all sines: twice as many as frequencies.</param>
    /// <exception cref="ArgumentException">The angles are not twice as many as the frequencies.</exception>
    public static void Angles(ReadOnlySpan<float> frequencies, int position, float scale, Span<float> angles)
    {
        if (angles.Length != 2 * frequencies.Length)
        {
            throw new ArgumentException("Each frequency takes a cosine and a sine.", nameof(angles));
        }

        for (var i = 0; i < frequencies.Length; i++)
        {
            var (sine, cosine) = MathF.SinCos(frequencies[i] * position);
            angles[i] = cosine * scale;
            angles[frequencies.Length + i] = sine * scale;
        }
    }

    /// <summary>Turns the first numbers of every head of one token.</summary>
    /// <param name="heads">The heads, one after the other, changed in place.</param>
    /// <param name="headSize">The numbers in a head.</param>
    /// <param name="angles">What <see cref="Angles"/> computed; as many numbers of each head turn.</param>
    /// <param name="layout">Which numbers turn together.</param>
    /// <exception cref="ArgumentException">There are more angles than numbers in a head.</exception>
    public static void Apply(Span<float> heads, int headSize, ReadOnlySpan<float> angles, RotaryLayout layout)
    {
        var count = RowCheck.Count(heads.Length, headSize, nameof(heads));
        if (angles.Length > headSize || angles.Length % 2 != 0)
        {
            throw new ArgumentException($"{angles.Length} angles do not fit heads of {headSize}.", nameof(angles));
        }

        var half = angles.Length / 2;
        fixed (float* data = heads)
        fixed (float* cosines = angles)
        {
            for (var head = 0; head < count; head++)
            {
                if (layout == RotaryLayout.Halves)
                {
                    Halves(data + (head * headSize), cosines, half);
                }
                else
                {
                    Pairs(data + (head * headSize), cosines, half);
                }
            }
        }
    }

    /// <summary>Turns the first numbers of every head of some tokens.</summary>
    /// <param name="rows">The tokens: heads side by side at the begin of rows of <paramref name="stride"/>.</param>
    /// <param name="stride">From one token to the next.</param>
    /// <param name="width">The numbers in the heads of a token.</param>
    /// <param name="headSize">The numbers in a head.</param>
    /// <param name="angles">The angles of each token, one token after the other.</param>
    /// <param name="angleCount">The angles of a token.</param>
    /// <param name="layout">Which numbers turn together.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">The rows are shorter than the angles ask for.</exception>
    public static void Apply(
        Span<float> rows,
        int stride,
        int width,
        int headSize,
        ReadOnlySpan<float> angles,
        int angleCount,
        RotaryLayout layout,
        ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var count = RowCheck.Count(angles.Length, angleCount, nameof(angles));
        RowCheck.Require(rows.Length, count, stride, width, nameof(rows));
        fixed (float* data = rows)
        fixed (float* cosines = angles)
        {
            var work = new RotaryWork
            {
                Rows = data,
                Stride = stride,
                Width = width,
                HeadSize = headSize,
                Angles = cosines,
                AngleCount = angleCount,
                Layout = layout,
                Parts = new RowParts(count, width, pool),
            };
            pool.Run(ref work, work.Parts.Count);
        }
    }

    private static void Halves(float* head, float* cosines, int half)
    {
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Halves<FloatLanes512>(head, cosines, half, ref i);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Halves<FloatLanes256>(head, cosines, half, ref i);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Halves<FloatLanes128>(head, cosines, half, ref i);
        }

        for (; i < half; i++)
        {
            var (low, high) = (head[i], head[half + i]);
            head[i] = (low * cosines[i]) - (high * cosines[half + i]);
            head[half + i] = (high * cosines[i]) + (low * cosines[half + i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Halves<TLanes>(float* head, float* cosines, int half, ref int i)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        for (; i <= half - TLanes.Count; i += TLanes.Count)
        {
            var low = TLanes.Load(head + i);
            var high = TLanes.Load(head + half + i);
            var cosine = TLanes.Load(cosines + i);
            var sine = TLanes.Load(cosines + half + i);
            TLanes.Store((low * cosine) - (high * sine), head + i);
            TLanes.Store((high * cosine) + (low * sine), head + half + i);
        }
    }

    private static void Pairs(float* head, float* cosines, int half)
    {
        for (var i = 0; i < half; i++)
        {
            var (even, odd) = (head[2 * i], head[(2 * i) + 1]);
            head[2 * i] = (even * cosines[i]) - (odd * cosines[half + i]);
            head[(2 * i) + 1] = (odd * cosines[i]) + (even * cosines[half + i]);
        }
    }
}
