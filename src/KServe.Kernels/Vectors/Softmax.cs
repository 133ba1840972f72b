namespace KServe.Kernels.Vectors;

/// <summary>Turns rows of scores into probabilities.</summary>
/// <remarks>Stateless and safe for concurrent use. What a row becomes depends on the row alone, bit for bit.</remarks>
public static unsafe class Softmax
{
    /// <summary>Computes <c>e^(x - max) / Σ e^(x - max)</c> of one row.</summary>
    /// <param name="row">The scores, changed in place; at least one.</param>
    public static void Row(Span<float> row)
    {
        var highest = float.NegativeInfinity;
        foreach (var score in row)
        {
            highest = MathF.Max(highest, score);
        }

        fixed (float* data = row)
        {
            MapKernel.Run(new ShiftedExpMap(highest), data, null, data, row.Length);
        }

        var sum = 0.0;
        foreach (var value in row)
        {
            sum += value;
        }

        var scale = (float)(1 / sum);
        foreach (ref var value in row)
        {
            value *= scale;
        }
    }

    /// <summary>Computes <c>e^(scale · x − shift)</c> of each number of a row, and their sum.</summary>
    /// <param name="row">The scores; minus infinity weighs nothing.</param>
    /// <param name="scale">What scores are multiplied with.</param>
    /// <param name="shift">What is subtracted then: with the highest score times the scale, no weight is above
    /// 1.</param>
    /// <param name="weights">Takes the weights, and may be the row itself; empty for the sum alone.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException"><paramref name="weights"/> is neither empty nor as long as the
    /// row.</exception>
    public static float Weigh(ReadOnlySpan<float> row, float scale, float shift, Span<float> weights)
    {
        if (weights.Length != row.Length && !weights.IsEmpty)
        {
            throw new ArgumentException($"{row.Length} weights do not fit {weights.Length} numbers.", nameof(weights));
        }

        fixed (float* source = row)
        fixed (float* destination = weights)
        {
            return WeightKernel.Weigh(source, scale, shift, destination, row.Length);
        }
    }

    /// <summary>Sums the numbers of a row that are above a bound.</summary>
    /// <param name="row">The numbers.</param>
    /// <param name="bound">The bound, which does not count itself.</param>
    /// <returns>The sum.</returns>
    public static float SumAbove(ReadOnlySpan<float> row, float bound)
    {
        fixed (float* source = row)
        {
            return WeightKernel.SumAbove(source, bound, row.Length);
        }
    }
}
