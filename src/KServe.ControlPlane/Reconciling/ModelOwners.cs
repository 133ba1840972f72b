namespace KServe.ControlPlane;

/// <summary>Knows which resource a model's name belongs to; a name belongs to one at a time.</summary>
internal sealed class ModelOwners(ModelRegistry registry)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceKey> _owners = new(StringComparer.Ordinal);

    /// <summary>Takes a name.</summary>
    /// <returns>Whose it is instead; <see langword="null"/> when it is the asking resource's now.</returns>
    public string? Claim(string modelName, ResourceKey key)
    {
        lock (_lock)
        {
            if (_owners.TryGetValue(modelName, out var owner))
            {
                return owner == key ? null : owner.ToString();
            }

            if (registry.GetModelNames().Contains(modelName, StringComparer.Ordinal))
            {
                return "the application's own code or configuration";
            }

            _owners[modelName] = key;
            return null;
        }
    }

    /// <summary>Gives back what a resource has, but for one name.</summary>
    /// <returns>The names.</returns>
    public IReadOnlyList<string> Release(ResourceKey key, string? except = null)
    {
        lock (_lock)
        {
            string[] names =
            [
                .. _owners.Where(pair => pair.Value == key && pair.Key != except).Select(static pair => pair.Key),
            ];
            foreach (var name in names)
            {
                _owners.Remove(name);
            }

            return names;
        }
    }
}
