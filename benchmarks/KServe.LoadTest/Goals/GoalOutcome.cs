namespace KServe.LoadTest.Goals;

/// <summary>What became of a goal in a run.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Value">The number, or <see langword="null"/> when it was not measured.</param>
internal sealed record GoalOutcome(Goal Goal, double? Value)
{
    /// <summary>Gets whether it was measured and missed.</summary>
    public bool IsMissed => Value is { } value && !Goal.IsMet(value);

    /// <summary>Gets the verdict in a word or two.</summary>
    public string Verdict => Value is null ? "not measured" : IsMissed ? "MISSED" : "met";

    /// <summary>Gets the goal's number with its direction.</summary>
    public string Wanted => (Goal.IsUpper ? "≤ " : "≥ ") + Goal.Format(Goal.Limit);
}
