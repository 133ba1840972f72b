using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>The values that leaves of scikit-learn's trees stand for.</summary>
internal static class TreeLeaves
{
    /// <summary>Writes the probabilities of all classes of all outputs, one output after another.</summary>
    /// <remarks>Up to version 1.2 nodes hold weighted counts, later fractions: both are divided by their sum.</remarks>
    public static void WriteProbabilities(TreeSource tree, int node, Span<double> values)
    {
        for (var output = 0; output < tree.ClassCounts.Length; output++)
        {
            var counts = tree.GetValues(node, output);
            var sum = 0.0;
            foreach (var count in counts)
            {
                sum += count;
            }

            TensorPrimitives.Divide(counts, sum == 0 ? 1 : sum, values);
            values = values[counts.Length..];
        }
    }

    /// <summary>Writes the mean of each output.</summary>
    public static void WriteMeans(TreeSource tree, int node, Span<double> values)
    {
        for (var output = 0; output < values.Length; output++)
        {
            values[output] = tree.GetValues(node, output)[0];
        }
    }
}
