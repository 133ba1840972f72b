using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Bayes;

/// <summary>What a field says about the categories: a probability per value, or a density per category.</summary>
internal sealed class BayesInput
{
    public required int Slot { get; init; }

    /// <summary>Gets the logarithms of the probabilities of a value, one per category; empty of a number.</summary>
    public required Dictionary<PmmlValue, double[]> Values { get; init; }

    /// <summary>Gets the distributions per category; empty of a discrete field.</summary>
    public required BayesDensity?[] Densities { get; init; }
}
