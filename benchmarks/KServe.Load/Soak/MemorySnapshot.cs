namespace KServe.Load.Soak;

/// <summary>Holds what the process uses after a full collection.</summary>
/// <param name="Heap">The bytes of the managed heap.</param>
/// <param name="ResidentSet">The bytes of the process in memory.</param>
public sealed record MemorySnapshot(long Heap, long ResidentSet)
{
    /// <summary>Collects everything and measures.</summary>
    /// <returns>The measured values.</returns>
    public static MemorySnapshot Take()
    {
        // Twice, with finalizers between: what only a finalizer frees must not count as growth.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new MemorySnapshot(GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
