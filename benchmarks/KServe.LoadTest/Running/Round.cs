namespace KServe.LoadTest.Running;

/// <summary>What one round of one server gave.</summary>
internal sealed record Round
{
    /// <summary>Gets the answers per second.</summary>
    public required double Rate { get; init; }

    /// <summary>Gets the median latency in microseconds.</summary>
    public double P50 { get; init; }

    /// <summary>Gets the latency that 99 % do not exceed, in microseconds.</summary>
    public double P99 { get; init; }

    /// <summary>Gets the latency that 99.9 % do not exceed, in microseconds.</summary>
    public double P999 { get; init; }

    /// <summary>Gets the server's processor time per request, in microseconds.</summary>
    public double CpuMicroseconds { get; init; }

    /// <summary>Gets the server's share of its core.</summary>
    public double ServerShare { get; init; }

    /// <summary>Gets the client's share of its core.</summary>
    public double ClientShare { get; init; }

    /// <summary>Gets the share of the server's core that other programs took.</summary>
    public double ForeignShare { get; init; }

    /// <summary>Gets the managed bytes per request; <see langword="null"/> for what is not .NET.</summary>
    public double? AllocatedBytes { get; init; }

    /// <summary>Gets the server's memory in bytes.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Gets the collections by generation; <see langword="null"/> for what is not .NET.</summary>
    public IReadOnlyList<int>? Collections { get; init; }
}
