namespace KServe.MicroBenchmarks;

/// <summary>Names the categories of benchmarks.</summary>
internal static class Categories
{
    /// <summary>What a benchmark is compared with: other libraries, copies of memory. It has no budget.</summary>
    public const string Peer = "Peer";
}
