using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Normalizes rows of numbers.</summary>
/// <remarks>
/// Root mean square: Zhang and Sennrich, "Root mean square layer normalization" (2019); layers: Ba et al., "Layer
/// normalization" (2016). Stateless and safe for concurrent use. What a row becomes depends on the row alone, bit for
/// bit. The destination may be the source.
/// </remarks>
public static unsafe class Normalization
{
    /// <summary>Divides each row by its root mean square and multiplies with weights.</summary>
    /// <param name="rows">The rows, each as long as the weights.</param>
    /// <param name="weight">The weights; models that store "weight - 1" add the 1 when they load.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="destination">Takes the rows.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">The spans hold no whole rows, or not the same number.</exception>
    public static void Rms(
        ReadOnlySpan<float> rows,
        ReadOnlySpan<float> weight,
        float epsilon,
        Span<float> destination,
        ComputePool pool) => Run(rows, weight, default, epsilon, destination, pool, isRms: true);

    /// <summary>Takes the mean from each row, divides by its deviation, and applies weights and bias.</summary>
    /// <param name="rows">The rows, each as long as the weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="bias">What is added at the end; empty for nothing.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="destination">Takes the rows.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">The spans hold no whole rows, or not the same number.</exception>
    public static void Layer(
        ReadOnlySpan<float> rows,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias,
        float epsilon,
        Span<float> destination,
        ComputePool pool) => Run(rows, weight, bias, epsilon, destination, pool, isRms: false);

    private static void Run(
        ReadOnlySpan<float> rows,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias,
        float epsilon,
        Span<float> destination,
        ComputePool pool,
        bool isRms)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var count = RowCheck.Count(rows.Length, weight.Length, nameof(rows));
        RowCheck.Require(destination.Length, count, weight.Length, weight.Length, nameof(destination));
        if (!bias.IsEmpty && bias.Length != weight.Length)
        {
            throw new ArgumentException($"{bias.Length} numbers do not fit {weight.Length} weights.", nameof(bias));
        }

        fixed (float* source = rows)
        fixed (float* factor = weight)
        fixed (float* addend = bias)
        fixed (float* result = destination)
        {
            var work = new NormWork
            {
                Source = source,
                Weight = factor,
                Bias = addend,
                Destination = result,
                Epsilon = epsilon,
                Width = weight.Length,
                IsRms = isRms,
                Parts = new RowParts(count, weight.Length, pool),
            };
            pool.Run(ref work, work.Parts.Count);
        }
    }
}
