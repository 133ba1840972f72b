namespace KServe;

/// <summary>Finds the parts that configuration names; of several with one name the last was meant.</summary>
/// <remarks>Names are compared without regard to case, as keys of configurations are.</remarks>
internal sealed class NamedParts<TPart>(IEnumerable<NamedPart<TPart>> parts)
{
    private readonly Dictionary<string, Func<IServiceProvider, TPart>> _parts = Index(parts);

    public bool Contains(string name) => _parts.ContainsKey(name);

    /// <summary>Creates a part; the validator has made sure that there is one.</summary>
    public TPart Create(string name, IServiceProvider services) =>
        _parts.TryGetValue(name, out var create)
            ? create(services)
            : throw new InvalidOperationException($"There is no part named '{name}'.");

    /// <summary>Says what is wrong with a name, or nothing.</summary>
    public string? GetError(string name, string addition) =>
        Contains(name)
            ? null
            : $"'{name}' is not registered: call {addition}(\"{name}\"). Registered: "
                + (_parts.Count == 0 ? "none." : string.Join(", ", _parts.Keys.Order(StringComparer.Ordinal)) + ".");

    private static Dictionary<string, Func<IServiceProvider, TPart>> Index(IEnumerable<NamedPart<TPart>> parts)
    {
        var index = new Dictionary<string, Func<IServiceProvider, TPart>>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts)
        {
            index[part.Name] = part.Create;
        }

        return index;
    }
}
