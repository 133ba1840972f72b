namespace KServe.Runtime.Generative.Grammars;

/// <summary>A sorted set of derivations, compared by what is in it.</summary>
internal readonly struct GrammarItemSet : IEquatable<GrammarItemSet>
{
    private readonly int _hash;
    private readonly bool _isComplete;

    public GrammarItemSet(GrammarItem[] items, bool isComplete)
    {
        Items = items;
        _isComplete = isComplete;
        var hash = new HashCode();
        hash.Add(isComplete);
        foreach (var item in items)
        {
            hash.Add(item.State);
            hash.Add(item.Frame);
        }

        _hash = hash.ToHashCode();
    }

    public GrammarItem[] Items { get; }

    public bool Equals(GrammarItemSet other) =>
        _isComplete == other._isComplete && Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is GrammarItemSet other && Equals(other);

    public override int GetHashCode() => _hash;
}
