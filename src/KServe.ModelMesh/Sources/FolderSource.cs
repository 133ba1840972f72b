namespace KServe.ModelMesh;

/// <summary>A folder whose sub-folders are models.</summary>
internal sealed class FolderSource(string path) : IMeshSource
{
    public string Name => "the model repository";

    public bool LoadsAtOnce => false;

    public IReadOnlyDictionary<string, MeshModelOptions>? Read()
    {
        Dictionary<string, MeshModelOptions> models = new(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(path))
        {
            var name = Path.GetFileName(folder);
            if (!name.StartsWith('.') && ModelNames.GetError(name) is null)
            {
                models[name] = new MeshModelOptions { Uri = folder };
            }
        }

        return models;
    }
}
