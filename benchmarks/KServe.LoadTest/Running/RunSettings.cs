namespace KServe.LoadTest.Running;

/// <summary>Says how long and how often to measure.</summary>
internal sealed record RunSettings
{
    /// <summary>Gets how many rounds every server gets, in turn.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Gets how long one round of one server takes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets how long a server is warmed up before its first round.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long a server is warmed up before the steady run, until its memory has settled.</summary>
    public TimeSpan SteadyWarmup { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long the steady run takes.</summary>
    public TimeSpan Steady { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the connections to open instead of those that scenarios name.</summary>
    public int? Connections { get; init; }

    /// <summary>Gets the core of the servers.</summary>
    public int ServerCore { get; init; }

    /// <summary>Gets the core of the client.</summary>
    public int ClientCore { get; init; } = Math.Min(1, Environment.ProcessorCount - 1);

    /// <summary>Gets settings for a look that takes a few minutes.</summary>
    public static RunSettings Quick { get; } = new()
    {
        Rounds = 3,
        Duration = TimeSpan.FromSeconds(1),
        Warmup = TimeSpan.FromSeconds(3),
        SteadyWarmup = TimeSpan.FromSeconds(10),
        Steady = TimeSpan.FromSeconds(10),
    };
}
