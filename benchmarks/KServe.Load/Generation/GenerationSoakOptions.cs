namespace KServe.Load.Generation;

/// <summary>Says how long and how hard a soak of a language model runs.</summary>
public sealed record GenerationSoakOptions
{
    /// <summary>Gets the folder of the model.</summary>
    public string Folder { get; init; } = GenerationServer.Folder;

    /// <summary>Gets how many requests are sent after the warm-up.</summary>
    public int Requests { get; init; } = 10_000;

    /// <summary>Gets how many requests are in flight at the same time.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Gets the tokens of each answer.</summary>
    public int Tokens { get; init; } = 6;

    /// <summary>Gets the seed of all choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets how much the managed heap may grow after a full collection, in bytes.</summary>
    public long MaxHeapGrowth { get; init; } = 8 << 20;

    /// <summary>Gets how much the process may grow in memory, in bytes; not looked at when null.</summary>
    public long? MaxResidentGrowth { get; init; }
}
