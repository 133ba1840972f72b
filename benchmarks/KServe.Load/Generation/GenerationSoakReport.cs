using KServe.Load.Soak;

namespace KServe.Load.Generation;

/// <summary>Holds what a soak of a language model did and found.</summary>
/// <param name="Whole">The requests that were answered to their ends.</param>
/// <param name="Cancelled">The requests that the client gave up.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Before">The memory after the warm-up.</param>
/// <param name="After">The memory at the end.</param>
/// <param name="Violations">What should not have happened; empty when all is well.</param>
public sealed record GenerationSoakReport(
    int Whole,
    int Cancelled,
    TimeSpan Elapsed,
    MemorySnapshot Before,
    MemorySnapshot After,
    IReadOnlyList<string> Violations);
