namespace KServe.ControlPlane;

/// <summary>Lays one spec over another as clusters do: field by field, and containers by their names.</summary>
internal static class SpecMerge
{
    private const string Key = "name";

    // Lists that Kubernetes merges by the names of their items; all others are replaced.
    private static readonly string[] NamedLists = ["containers", "initContainers", "env", "volumes"];

    /// <summary>Merges two mappings.</summary>
    /// <param name="below">What holds where the other says nothing.</param>
    /// <param name="above">What wins.</param>
    public static MappingNode Merge(MappingNode below, MappingNode above)
    {
        var merged = below;
        foreach (var entry in above.Entries)
        {
            var value = below.Find(entry.Key) is { } former ? Merge(entry.Key, former, entry.Value) : entry.Value;
            if (!entry.Value.IsNull || !below.Entries.Any(other => other.Key == entry.Key))
            {
                merged = merged.With(entry.Key, value);
            }
        }

        return merged;
    }

    private static Node Merge(string key, Node below, Node above) => (below, above) switch
    {
        (MappingNode former, MappingNode latter) => Merge(former, latter),
        (SequenceNode former, SequenceNode latter) when NamedLists.Contains(key, StringComparer.Ordinal) =>
            Merge(former, latter),
        _ => above,
    };

    private static SequenceNode Merge(SequenceNode below, SequenceNode above)
    {
        var items = below.Items.ToList();
        foreach (var item in above.Items)
        {
            var index = NameOf(item) is { } name ? items.FindIndex(other => NameOf(other) == name) : -1;
            if (index < 0)
            {
                items.Add(item);
            }
            else
            {
                items[index] = Merge((MappingNode)items[index], (MappingNode)item);
            }
        }

        return new SequenceNode(above.Position, items);
    }

    private static string? NameOf(Node item) => new Fields(item, "").GetText(Key);
}
