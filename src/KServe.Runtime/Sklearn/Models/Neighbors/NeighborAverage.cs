using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Sums up weighted targets.</summary>
internal static class NeighborAverage
{
    /// <summary>Adds the targets of one neighbour.</summary>
    public static void Add(ReadOnlySpan<double> targets, double weight, Span<double> sums)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            sums[i] += targets[i] * weight;
        }
    }

    public static void Divide(Span<double> sums, double weight) => TensorPrimitives.Divide(sums, weight, sums);
}
