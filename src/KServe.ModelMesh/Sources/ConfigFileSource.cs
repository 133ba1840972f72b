namespace KServe.ModelMesh;

/// <summary>KServe's file of trained models, as its controller writes and its agent follows it.</summary>
/// <remarks>The content is compared: a mounted ConfigMap is replaced by links, whose times tell nothing.</remarks>
internal sealed class ConfigFileSource(string path) : IMeshSource
{
    private const int MaxLength = 64 << 20;
    private const string DefaultName = "models.json";

    private byte[] _last = [];

    public string Name => Path.GetFileName(path);

    public bool LoadsAtOnce => true;

    public IReadOnlyDictionary<string, MeshModelOptions>? Read()
    {
        // The agent is told the folder that the ConfigMap is mounted at.
        using var file = File.OpenRead(Directory.Exists(path) ? Path.Combine(path, DefaultName) : path);
        if (file.Length > MaxLength)
        {
            throw new InvalidDataException($"{Name} has more than {MaxLength} bytes.");
        }

        var content = new byte[file.Length];
        file.ReadExactly(content);
        if (content.AsSpan().SequenceEqual(_last))
        {
            return null;
        }

        // A file that is wrong is reported once, not at every look.
        _last = content;
        return TrainedModels.Parse(content, Name);
    }
}
