namespace KServe.Load.Soak;

/// <summary>Says how long and how hard a soak runs.</summary>
public sealed record SoakOptions
{
    /// <summary>Gets how many requests are sent after the warm-up.</summary>
    public int Requests { get; init; } = 200_000;

    /// <summary>Gets how many requests are in flight at the same time.</summary>
    public int Concurrency { get; init; } = 32;

    /// <summary>Gets the share of requests that the client gives up.</summary>
    public double CancelShare { get; init; } = 0.05;

    /// <summary>Gets the seed of all choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets how much the managed heap may grow after a full collection, in bytes.</summary>
    public long MaxHeapGrowth { get; init; } = 16 << 20;
}
