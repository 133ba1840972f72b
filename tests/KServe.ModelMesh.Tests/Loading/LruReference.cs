namespace KServe.ModelMesh.Tests.Loading;

/// <summary>What the books must say: least recently used out first, by bytes, one request after the other.</summary>
internal sealed class LruReference(long budget, Func<string, long> sizeOf, IReadOnlySet<string> pinned)
{
    private readonly List<string> _byUse = [];

    public int Loads { get; private set; }

    public IEnumerable<string> Loaded => _byUse;

    public long Bytes => _byUse.Sum(sizeOf);

    public void Use(string name)
    {
        if (_byUse.Remove(name))
        {
            _byUse.Add(name);
            return;
        }

        while (Bytes + sizeOf(name) > budget)
        {
            _byUse.Remove(_byUse.First(other => !pinned.Contains(other)));
        }

        Loads++;
        _byUse.Add(name);
    }

    public void Unload(string name) => _byUse.Remove(name);
}
