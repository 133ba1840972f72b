namespace KServe.Explainers;

/// <summary>What KernelSHAP does for one request.</summary>
/// <param name="SampleCount">The number of coalitions; <see langword="null"/> for what suits the features.</param>
/// <param name="Seed">Decides on random coalitions.</param>
/// <param name="Link">The scale on which values add up.</param>
internal sealed record KernelShapSettings(int? SampleCount, int Seed, ShapLink Link)
{
    public int GetSampleCount(int featureCount) => SampleCount ?? 2 * featureCount + 2048;

    /// <summary>Takes a score to the scale on which values add up.</summary>
    public double Apply(double score)
    {
        // Probabilities of exactly 0 or 1 have no finite odds: those next to them stand for them.
        const double Nearest = 1e-15;
        var bounded = Math.Clamp(score, Nearest, 1 - Nearest);
        return Link == ShapLink.Logit ? Math.Log(bounded / (1 - bounded)) : score;
    }
}
