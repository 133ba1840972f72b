namespace KServe.Load.Reload;

/// <summary>Says how a model is changed while requests come at a fixed rate.</summary>
public sealed record ReloadOptions
{
    /// <summary>Gets how many requests a second are sent on each protocol.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Gets how many times the model is loaded anew.</summary>
    public int Reloads { get; init; } = 20;

    /// <summary>Gets how many canaries are started, and promoted or taken back in turns.</summary>
    public int Rollouts { get; init; } = 10;

    /// <summary>Gets how many requests of each protocol are sent between two changes.</summary>
    public int RequestsPerChange { get; init; } = 100;

    /// <summary>Gets the bytes of weights that each revision holds.</summary>
    public int WeightBytes { get; init; } = 16 << 20;

    /// <summary>Gets how much the managed heap may have grown at the end, in bytes; less than one revision.</summary>
    public long MaxHeapGrowth { get; init; } = 8 << 20;
}
