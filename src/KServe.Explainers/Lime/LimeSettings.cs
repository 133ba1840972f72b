namespace KServe.Explainers;

/// <summary>What LIME does for one request.</summary>
internal sealed record LimeSettings(
    int SampleCount,
    int Seed,
    double? KernelWidth,
    double Ridge,
    bool Discretize,
    int? FeatureCount)
{
    public static LimeSettings Create(LimeOptions options) => new(
        options.SampleCount,
        options.Seed,
        options.KernelWidth,
        options.Ridge,
        options.Discretize,
        options.FeatureCount);
}
