namespace KServe.Runtime.Pmml.Trees;

/// <summary>How the training rows of a node are spread over the categories.</summary>
internal sealed class ScoreDistribution
{
    /// <summary>Gets the positions of the categories.</summary>
    public required int[] Categories { get; init; }

    /// <summary>Gets the numbers of rows; NaN where only a probability is given.</summary>
    public required double[] Counts { get; init; }

    /// <summary>Gets the probabilities, which sum to 1.</summary>
    public required double[] Probabilities { get; init; }

    /// <summary>Gets the confidences; <see langword="null"/> when they are not given.</summary>
    public double[]? Confidences { get; init; }
}
