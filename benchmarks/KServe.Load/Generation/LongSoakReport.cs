namespace KServe.Load.Generation;

/// <summary>Holds what a long soak found.</summary>
/// <param name="Samples">What was measured at the end of each interval.</param>
/// <param name="Kinds">How many requests of each kind were sent.</param>
/// <param name="Violations">What should not have happened; empty when all is well.</param>
public sealed record LongSoakReport(
    IReadOnlyList<LongSoakSample> Samples,
    IReadOnlyDictionary<string, long> Kinds,
    IReadOnlyList<string> Violations);
