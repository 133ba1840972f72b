namespace KServe.Runtime.Generative.Scheduling;

/// <summary>The orders in which the scheduler looks at sequences.</summary>
internal static class SequenceOrder
{
    /// <summary>Gets the order of those that wait, within a priority and a tenant.</summary>
    public static IComparer<Sequence> ByKey { get; } = Comparer<Sequence>.Create(static (x, y) =>
        x.Key != y.Key ? x.Key.CompareTo(y.Key) : x.Id.CompareTo(y.Id));

    /// <summary>Gets the order of those that were preempted: the oldest first.</summary>
    public static IComparer<Sequence> ByAge { get; } =
        Comparer<Sequence>.Create(static (x, y) => x.Id.CompareTo(y.Id));

    /// <summary>Gets the order in which sequences keep their memory: the last one loses it first.</summary>
    /// <remarks>Of the same priority it is the one with the least computed: least is computed again.</remarks>
    public static Comparison<Sequence> ByProgress { get; } = static (x, y) =>
        x.Owner.Priority != y.Owner.Priority ? x.Owner.Priority.CompareTo(y.Owner.Priority)
        : x.Computed != y.Computed ? y.Computed.CompareTo(x.Computed)
        : x.Id.CompareTo(y.Id);

    /// <summary>Gets the order in which prompts get the tokens of a step.</summary>
    public static Comparison<Sequence> ByTurn { get; } = static (x, y) =>
        x.Owner.Priority != y.Owner.Priority ? x.Owner.Priority.CompareTo(y.Owner.Priority) : ByKey.Compare(x, y);
}
