namespace KServe.ControlPlane;

/// <summary>Builds mappings that were not read from a file, leaving out what is not there.</summary>
internal sealed class NodeBuilder
{
    private readonly List<MappingEntry> _entries = [];

    public NodeBuilder Add(string key, Node? value)
    {
        if (value is not null)
        {
            _entries.Add(new MappingEntry(key, default, value));
        }

        return this;
    }

    public NodeBuilder Add(string key, string? text) => Add(key, text is null ? null : ScalarNode.Of(text));

    public NodeBuilder Add(string key, long? number) =>
        Add(key, number is { } value ? ScalarNode.Of(value) : null);

    public NodeBuilder AddList(string key, IEnumerable<Node> items)
    {
        Node[] list = [.. items];
        return list.Length == 0 ? this : Add(key, new SequenceNode(default, list));
    }

    public MappingNode Build() => new(default, [.. _entries]);
}
