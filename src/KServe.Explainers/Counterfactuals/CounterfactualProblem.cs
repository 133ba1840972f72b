namespace KServe.Explainers;

/// <summary>The row to find a counterfactual for, and what is wanted of it.</summary>
internal sealed class CounterfactualProblem(
    ReadOnlyMemory<double> row,
    ChangeRules rules,
    ClassRule classes,
    long original,
    long? target,
    int seed)
{
    private readonly int[] _features = [.. rules.Mutable];

    public ReadOnlyMemory<double> Row => row;

    public ChangeRules Rules => rules;

    public long Original => original;

    public Random Random { get; } = new(seed);

    /// <summary>Tells whether scores stand for the wanted class.</summary>
    public bool IsWanted(ReadOnlySpan<double> scores) =>
        target is { } wanted ? GetClass(scores) == wanted : GetClass(scores) != original;

    public long GetClass(ReadOnlySpan<double> scores) => classes.GetClass(scores);

    /// <summary>Picks some features that may change, at random.</summary>
    public ReadOnlySpan<int> Shuffle(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var other = Random.Next(i, _features.Length);
            (_features[i], _features[other]) = (_features[other], _features[i]);
        }

        return _features.AsSpan(0, count);
    }
}
