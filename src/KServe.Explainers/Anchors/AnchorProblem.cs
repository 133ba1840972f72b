namespace KServe.Explainers;

/// <summary>The row to find an anchor for, its class, and the conditions that it meets.</summary>
/// <param name="Space">The background.</param>
/// <param name="Row">The row.</param>
/// <param name="Rule">Says which class scores stand for.</param>
/// <param name="Class">The class of the row.</param>
/// <param name="Rules">All conditions that the row meets.</param>
/// <param name="Random">Draws rows.</param>
internal sealed record AnchorProblem(
    FeatureSpace Space,
    ReadOnlyMemory<double> Row,
    ClassRule Rule,
    long Class,
    IReadOnlyList<AnchorRule> Rules,
    Random Random)
{
    /// <summary>Joins several conditions on one feature into one, in ascending order of features.</summary>
    public Condition[] Merge(IReadOnlyList<int> rules)
    {
        SortedDictionary<int, Condition> merged = [];
        foreach (var index in rules)
        {
            var condition = Rules[index].Condition;
            merged[condition.Feature] = merged.TryGetValue(condition.Feature, out var other)
                ? Condition.Between(
                    condition.Feature,
                    Math.Max(condition.Above, other.Above),
                    Math.Min(condition.AtMost, other.AtMost))
                : condition;
        }

        return [.. merged.Values];
    }
}
