namespace KServe.Load.Soak;

/// <summary>Holds what a soak did and found.</summary>
public sealed record SoakReport
{
    /// <summary>Gets how many requests were sent, by protocol.</summary>
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>Gets how many requests the client gave up before the answer.</summary>
    public required long Cancels { get; init; }

    /// <summary>Gets how many requests failed although nobody gave them up.</summary>
    public required long Errors { get; init; }

    /// <summary>Gets how long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Gets the memory after the warm-up.</summary>
    public required MemorySnapshot Before { get; init; }

    /// <summary>Gets the memory at the end.</summary>
    public required MemorySnapshot After { get; init; }

    /// <summary>Gets what the server had in use at the end.</summary>
    public required string Gauges { get; init; }

    /// <summary>Gets what should not have happened; empty when all is well.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Gets the requests per second.</summary>
    public double Rate => Requests.Values.Sum() / Elapsed.TotalSeconds;
}
