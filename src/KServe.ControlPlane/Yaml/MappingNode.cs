namespace KServe.ControlPlane;

/// <summary>Keys and values in the order in which they were written; each key once.</summary>
internal sealed class MappingNode(SourcePosition position, IReadOnlyList<MappingEntry> entries) : Node(position)
{
    public static readonly MappingNode Empty = new(default, []);

    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public override string Describe => "a mapping";

    /// <summary>Finds the value of a key; <see langword="null"/> when there is none or nothing in it.</summary>
    public Node? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                return entry.Value.IsNull ? null : entry.Value;
            }
        }

        return null;
    }

    /// <summary>Makes a mapping that holds a value under a key, in the place of what was there.</summary>
    public MappingNode With(string key, Node value)
    {
        var added = new MappingEntry(key, value.Position, value);
        var index = Entries.ToList().FindIndex(entry => string.Equals(entry.Key, key, StringComparison.Ordinal));
        return new MappingNode(
            Position,
            index < 0
                ? [.. Entries, added]
                : [.. Entries.Take(index), added, .. Entries.Skip(index + 1)]);
    }
}
