namespace KServe.ModelMesh.Tests.Fakes;

/// <summary>Says what the test says.</summary>
internal sealed class ListSource : IMeshSource
{
    public string Name => "the test";

    public bool LoadsAtOnce { get; init; } = true;

    public Dictionary<string, MeshModelOptions>? Models { get; set; }

    public Exception? Failure { get; set; }

    public IReadOnlyDictionary<string, MeshModelOptions>? Read() => Failure is null ? Models : throw Failure;
}
