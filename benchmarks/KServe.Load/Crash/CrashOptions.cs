namespace KServe.Load.Crash;

/// <summary>Says how often a server is killed, and when.</summary>
public sealed record CrashOptions
{
    /// <summary>Gets the assembly of the server's program, which answers to the command <c>serve</c>.</summary>
    public required string Program { get; init; }

    /// <summary>Gets how often the server is killed.</summary>
    public int Rounds { get; init; } = 50;

    /// <summary>Gets how many requests run at the same time when it happens.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Gets the longest time that a server lives, in milliseconds; the shortest is none.</summary>
    public int MaxLife { get; init; } = 400;

    /// <summary>Gets the size of the model's file, in bytes.</summary>
    public int FileSize { get; init; } = 4 << 20;

    /// <summary>Gets the seed of the moments.</summary>
    public int Seed { get; init; } = 1;
}
