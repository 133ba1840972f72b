namespace KServe.Kernels.Images;

/// <summary>Says which pixels of a line make up each pixel of the resized line, and with which weights.</summary>
/// <remarks>
/// Fixed-point weights of 22 fraction bits, as in the resampling of Pillow, whose results this gives to the last bit:
/// https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image.resize. Without antialiasing the
/// kernel keeps the width that it has when enlarging, and pixels beyond the edge repeat the last one, as in PyTorch's
/// <c>interpolate</c>. Immutable and safe to share.
/// </remarks>
internal sealed class ResizeWeights
{
    /// <summary>The fraction bits of a weight: the sum over weights near 1 and bytes fits 32 bits.</summary>
    public const int FractionBits = 22;

    private ResizeWeights(int count, int taps)
    {
        Starts = new int[count];
        Taps = taps;
        Values = new int[checked(count * taps)];
    }

    /// <summary>Gets the first source pixel of each pixel; they bound the lines that are read.</summary>
    public int[] Starts { get; }

    /// <summary>Gets how many source pixels there are for each pixel; those not needed weigh 0.</summary>
    public int Taps { get; }

    /// <summary>Gets <see cref="Taps"/> weights for each pixel.</summary>
    public int[] Values { get; }

    public ReadOnlySpan<int> this[int index] => Values.AsSpan(index * Taps, Taps);

    /// <summary>Computes the weights of a part of a resized line.</summary>
    /// <param name="source">The pixels of the source line.</param>
    /// <param name="target">The pixels of the whole resized line.</param>
    /// <param name="first">The first pixel of the resized line that is wanted.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="antialias">Whether the kernel widens when the line shrinks.</param>
    public static ResizeWeights Create(
        int source,
        int target,
        int first,
        int count,
        ResizeFilter filter,
        bool antialias)
    {
        var scale = (double)source / target;
        if (filter == ResizeFilter.Nearest)
        {
            return CreateNearest(source, scale, first, count);
        }

        var stretch = antialias ? Math.Max(scale, 1) : 1;
        var support = (filter == ResizeFilter.Bilinear ? 1.0 : 2.0) * stretch;
        var taps = (int)Math.Min(((long)Math.Ceiling(support) * 2) + 1, source);
        var weights = new ResizeWeights(count, taps);
        var values = new double[taps];
        for (var i = 0; i < count; i++)
        {
            var center = (first + i + 0.5) * scale;
            Array.Clear(values);
            weights.Starts[i] = antialias
                ? FillInside(values, source, center, support, stretch, filter)
                : FillClamped(values, source, center, filter);
            for (var k = 0; k < taps; k++)
            {
                weights.Values[(i * taps) + k] = Round(values[k]);
            }
        }

        return weights;
    }

    private static ResizeWeights CreateNearest(int source, double scale, int first, int count)
    {
        var weights = new ResizeWeights(count, 1);
        for (var i = 0; i < count; i++)
        {
            weights.Starts[i] = Math.Min((int)((first + i + 0.5) * scale), source - 1);
            weights.Values[i] = 1 << FractionBits;
        }

        return weights;
    }

    /// <summary>Weighs the pixels inside of the line alone.</summary>
    private static int FillInside(
        double[] values,
        int source,
        double center,
        double support,
        double stretch,
        ResizeFilter filter)
    {
        var start = Math.Max((int)(center - support + 0.5), 0);
        var end = Math.Min((int)(center + support + 0.5), source);
        var total = 0.0;
        for (var x = start; x < end; x++)
        {
            var weight = Evaluate(filter, (x - center + 0.5) * (1 / stretch), cubic: -0.5);
            values[x - start] = weight;
            total += weight;
        }

        for (var k = 0; k < end - start; k++)
        {
            values[k] = total == 0 ? values[k] : values[k] / total;
        }

        // Weights of 0 behind the last pixel must not be read beyond the line.
        return ShiftInside(values, start, source);
    }

    private static int ShiftInside(double[] values, int start, int source)
    {
        var over = start + values.Length - source;
        if (over <= 0)
        {
            return start;
        }

        Array.Copy(values, 0, values, over, values.Length - over);
        Array.Clear(values, 0, over);
        return start - over;
    }

    /// <summary>Weighs a fixed number of pixels, where the edge stands for those beyond it.</summary>
    private static int FillClamped(double[] values, int source, double center, ResizeFilter filter)
    {
        var reach = filter == ResizeFilter.Bilinear ? 1 : 2;
        var left = (int)Math.Floor(center - 0.5);
        var start = Math.Clamp(left - reach + 1, 0, source - values.Length);
        for (var x = left - reach + 1; x <= left + reach; x++)
        {
            values[Math.Clamp(x, 0, source - 1) - start] += Evaluate(filter, x - center + 0.5, cubic: -0.75);
        }

        return start;
    }

    private static double Evaluate(ResizeFilter filter, double x, double cubic)
    {
        x = Math.Abs(x);
        if (filter == ResizeFilter.Bilinear)
        {
            return x < 1 ? 1 - x : 0;
        }

        return x switch
        {
            < 1 => ((((cubic + 2) * x) - (cubic + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * cubic,
            _ => 0,
        };
    }

    private static int Round(double weight) =>
        (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << FractionBits)));
}
