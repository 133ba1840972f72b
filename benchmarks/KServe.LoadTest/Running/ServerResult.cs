namespace KServe.LoadTest.Running;

/// <summary>What all rounds of one server gave in one scenario.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Rounds">The rounds; those of one index ran one after the other.</param>
internal sealed record ServerResult(string Scenario, string Server, IReadOnlyList<Round> Rounds)
{
    /// <summary>Above this share of its core, the client may be what limits the rate.</summary>
    public const double ClientLimit = 0.85;

    /// <summary>Above this share of the server's core, other programs disturb a round, and it is repeated.</summary>
    public const double ForeignLimit = 0.05;

    /// <summary>Gets whether other programs used the server's core in a round that counts.</summary>
    public bool IsDisturbed => Rounds.Any(static round => round.ForeignShare > ForeignLimit);

    /// <summary>Gets the median over the rounds.</summary>
    public double MedianOf(Func<Round, double> figure) => Median.Of(Rounds.Select(figure));

    /// <summary>Gets whether the client used so much of its core that the rate is a lower bound.</summary>
    /// <param name="isOpen">Whether the client polled without sleeping, which says nothing.</param>
    public bool IsLowerBound(bool isOpen) => !isOpen && MedianOf(static round => round.ClientShare) > ClientLimit;

    /// <summary>Gets the median over the rounds of this rate to another's of the same round.</summary>
    public double RatioTo(ServerResult other) =>
        Median.Of(Rounds.Zip(other.Rounds, static (own, others) => own.Rate / others.Rate));

    /// <summary>Gets the median over the rounds of the other's processor time per request to this one's.</summary>
    /// <remarks>What the ratio of rates would be if nothing else ran on the core.</remarks>
    public double CpuRatioTo(ServerResult other) =>
        Median.Of(Rounds.Zip(other.Rounds, static (own, others) => others.CpuMicroseconds / own.CpuMicroseconds));

    /// <summary>Gets the collections of all rounds by generation.</summary>
    public IReadOnlyList<int>? SumCollections() => Rounds[0].Collections is null
        ? null
        : [.. Enumerable.Range(0, 3).Select(generation => Rounds.Sum(round => round.Collections![generation]))];
}
