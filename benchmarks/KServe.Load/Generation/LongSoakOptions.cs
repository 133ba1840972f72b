namespace KServe.Load.Generation;

/// <summary>Says how long and how hard a mix of requests runs against language models.</summary>
public sealed record LongSoakOptions
{
    /// <summary>Gets the folder of the model.</summary>
    public string Folder { get; init; } = GenerationServer.Folder;

    /// <summary>Gets how many samples are taken, one at the end of each interval.</summary>
    public int Samples { get; init; } = 60;

    /// <summary>Gets how long requests are sent between two samples.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how many requests are in flight at the same time.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Gets the requests per second that are not exceeded; 0 for as many as are answered.</summary>
    public int Rate { get; init; }

    /// <summary>Gets the seed of all choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets how much the process may grow in memory from the first counted sample to the last, in
    /// bytes.</summary>
    public long MaxResidentGrowth { get; init; } = 16 << 20;

    /// <summary>Gets how much the managed heap may grow likewise, in bytes after a full collection.</summary>
    public long MaxHeapGrowth { get; init; } = 4 << 20;

    /// <summary>Gets how many threads, and how many handles, may be added likewise.</summary>
    public int MaxHandleGrowth { get; init; } = 16;
}
