using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Walks the fields of a resource; what is not there, or of another type, reads as absent.</summary>
internal readonly struct Fields(Node? node, string path, SourcePosition parent = default)
{
    public Node? Node { get; } = node;

    public string Path { get; } = path;

    public bool Exists => Node is not null;

    /// <summary>Gets where the value stands, or else where it would.</summary>
    public SourcePosition Position => Node?.Position ?? parent;

    public Fields this[string name] =>
        new((Node as MappingNode)?.Find(name), Path.Length == 0 ? name : $"{Path}.{name}", Position);

    public string? Text => Node is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    public long? Integer => Node is ScalarNode { Kind: ScalarKind.Integer } scalar
        && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsTrue => Node is ScalarNode { IsTrue: true };

    /// <summary>Gets the items of a list, with their indexes in the path.</summary>
    public IEnumerable<Fields> Items
    {
        get
        {
            if (Node is not SequenceNode list)
            {
                yield break;
            }

            for (var i = 0; i < list.Items.Count; i++)
            {
                yield return new Fields(list.Items[i], $"{Path}[{i.ToString(CultureInfo.InvariantCulture)}]", Position);
            }
        }
    }

    /// <summary>Gets the entries of a mapping.</summary>
    public IEnumerable<(string Key, SourcePosition KeyPosition, Fields Value)> Entries
    {
        get
        {
            foreach (var entry in (Node as MappingNode)?.Entries ?? [])
            {
                yield return (entry.Key, entry.KeyPosition, new Fields(entry.Value, $"{Path}.{entry.Key}", Position));
            }
        }
    }

    public int Count => Node switch
    {
        SequenceNode list => list.Items.Count,
        MappingNode map => map.Entries.Count,
        _ => 0,
    };

    public string? GetText(string name) => this[name].Text;
}
