namespace KServe.MicroBenchmarks.Budgets;

/// <summary>One benchmark with its parameters, ready to count the bytes that it allocates.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal abstract class AllocationCase(string name)
{
    /// <summary>Gets the name in the file of budgets.</summary>
    public string Name => name;

    /// <summary>Measures the bytes that each operation allocates.</summary>
    public abstract Task<Allocation> MeasureAsync();
}
