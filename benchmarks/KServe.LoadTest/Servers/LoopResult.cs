namespace KServe.LoadTest.Servers;

/// <summary>What a loop without a server did.</summary>
/// <param name="Count">The calls that ended.</param>
/// <param name="Seconds">The time that they took together, in seconds.</param>
internal sealed record LoopResult(long Count, double Seconds);
