namespace KServe.MicroBenchmarks.Budgets;

/// <summary>What one case allocates.</summary>
/// <param name="Name">The case.</param>
/// <param name="Bytes">Bytes for each operation.</param>
/// <param name="IsExact">Whether each run counts the same; not so where threads take part.</param>
internal readonly record struct Allocation(string Name, long Bytes, bool IsExact)
{
    private const int MarginBytes = 64;
    private const int MarginPercent = 5;

    /// <summary>Gets what a measurement may lie above its budget.</summary>
    public long GetMargin(long budget) => IsExact ? 0 : Math.Max(MarginBytes, budget * MarginPercent / 100);
}
