namespace KServe;

/// <summary>Tells how the last rollout of a model ended.</summary>
/// <param name="Track">The canary.</param>
/// <param name="IsPromoted">Whether it became the stable track; else it was taken back.</param>
/// <param name="Reason">Why it was taken back; empty for a promotion.</param>
/// <param name="Time">When.</param>
public sealed record RolloutOutcome(string Track, bool IsPromoted, string Reason, DateTimeOffset Time);
