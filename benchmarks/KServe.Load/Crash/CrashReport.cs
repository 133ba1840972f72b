namespace KServe.Load.Crash;

/// <summary>Holds what servers that were killed did and left behind.</summary>
/// <param name="Kills">How often a server was killed.</param>
/// <param name="Answers">How many requests were answered in all.</param>
/// <param name="Lost">How many requests ended with their server.</param>
/// <param name="Reloads">How many reloads had been asked for.</param>
/// <param name="Versions">How many states of the model's file there were.</param>
/// <param name="SlowestStart">The longest time from the start of a process to a ready server.</param>
/// <param name="Violations">What should not have happened; empty when all is well.</param>
public sealed record CrashReport(
    int Kills,
    long Answers,
    long Lost,
    long Reloads,
    int Versions,
    TimeSpan SlowestStart,
    IReadOnlyList<string> Violations);
