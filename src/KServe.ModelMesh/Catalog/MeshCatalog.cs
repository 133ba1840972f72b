using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KServe.ModelMesh;

/// <summary>Knows all registered models and aliases by name.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class MeshCatalog
{
    private readonly ConcurrentDictionary<string, MeshEntry> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MeshAlias> _aliases = new(StringComparer.Ordinal);

    public MeshCatalog(ModelMeshOptions options)
    {
        foreach (var (name, model) in options.Models)
        {
            _models[name] = new MeshEntry(name, model, options.Builders.GetValueOrDefault(name));
        }

        foreach (var (name, target) in options.Aliases)
        {
            _aliases[name] = new MeshAlias(target);
        }
    }

    public int ModelCount => _models.Count;

    public IEnumerable<MeshEntry> Models => _models.Select(static pair => pair.Value);

    public IEnumerable<KeyValuePair<string, MeshAlias>> Aliases => _aliases;

    public MeshEntry GetOrAdd(string name, MeshModelOptions options, Action<ModelBuilder>? configure) =>
        _models.TryGetValue(name, out var known)
            ? known
            : _models.GetOrAdd(name, new MeshEntry(name, options, configure));

    /// <summary>Tells whether a model has the name, even one that is on its way out.</summary>
    public bool HasModel(string name) => _models.ContainsKey(name);

    public bool TryGetModel(string name, [NotNullWhen(true)] out MeshEntry? entry) =>
        _models.TryGetValue(name, out entry) && !entry.IsUnregistered;

    public bool TryGetAlias(string name, [NotNullWhen(true)] out MeshAlias? alias) =>
        _aliases.TryGetValue(name, out alias);

    /// <summary>Finds the model of a name or of an alias.</summary>
    public bool TryResolve(string name, [NotNullWhen(true)] out MeshEntry? entry) =>
        TryGetModel(name, out entry) || (TryGetAlias(name, out var alias) && TryGetModel(alias.Target, out entry));

    public void Remove(MeshEntry entry) => _models.TryRemove(KeyValuePair.Create(entry.Name, entry));

    public bool TryAddAlias(string name, MeshAlias alias) => _aliases.TryAdd(name, alias);

    public bool TryReplaceAlias(string name, MeshAlias known, MeshAlias next) => _aliases.TryUpdate(name, next, known);

    public bool RemoveAlias(string name) => _aliases.TryRemove(name, out _);
}
