namespace KServe.Load.Reload;

/// <summary>Holds what one protocol saw while a model changed.</summary>
public sealed record ReloadRow
{
    /// <summary>Gets the kind of change.</summary>
    public required string Change { get; init; }

    /// <summary>Gets how many changes there were.</summary>
    public required int Changes { get; init; }

    /// <summary>Gets the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Gets how many requests were sent.</summary>
    public required int Requests { get; init; }

    /// <summary>Gets how long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Gets what was wrong with answers, one text for each.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Gets how many answers came of an older revision than an answer before their request.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Gets the median latency in milliseconds.</summary>
    public required double Median { get; init; }

    /// <summary>Gets the 99th percentile of the latency in milliseconds.</summary>
    public required double P99 { get; init; }

    /// <summary>Gets the longest latency in milliseconds.</summary>
    public required double Longest { get; init; }

    /// <summary>Gets the requests per second.</summary>
    public double Rate => Requests / Elapsed.TotalSeconds;
}
