namespace KServe.Explainers.Tests.Data;

public sealed class ModelFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kserve-explainers-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Find_LinksWithinTheFolder_AreFollowed()
    {
        // As Kubernetes mounts volumes: file -> ..data/file, ..data -> ..2026.
        var folder = _root.CreateSubdirectory("model");
        folder.CreateSubdirectory("..2026");
        File.WriteAllText(Path.Combine(folder.FullName, "..2026", "a.csv"), "a\n1\n");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "..data"), "..2026");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "a.csv"), Path.Combine("..data", "a.csv"));
        Assert.Equal("a\n1\n", File.ReadAllText(ModelFolder.Find(folder.FullName, "a.csv")));
    }

    [Fact]
    public void Find_LinksOutOfTheFolder_AreRefused()
    {
        var folder = _root.CreateSubdirectory("model");
        File.WriteAllText(Path.Combine(_root.FullName, "secret.csv"), "a\n");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "file.csv"), Path.Combine(_root.FullName, "secret.csv"));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "up"), _root.FullName);
        Assert.Throws<InvalidDataException>(() => ModelFolder.Find(folder.FullName, "file.csv"));
        Assert.Throws<InvalidDataException>(() => ModelFolder.Find(folder.FullName, "up/secret.csv"));
    }

    [Fact]
    public void Find_LinksInACircle_AreRefused()
    {
        var folder = _root.CreateSubdirectory("model");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "a"), "b/x");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "b"), "a/y");
        Assert.Throws<InvalidDataException>(() => ModelFolder.Find(folder.FullName, "a/file.csv"));
    }

    [Fact]
    public void Find_ArtifactIsAFile_LooksBesideIt()
    {
        var model = Path.Combine(_root.FullName, "model.json");
        File.WriteAllText(model, "{}");
        Assert.Equal("a.csv", Path.GetFileName(ModelFolder.Find(model, "a.csv")));
        Assert.Throws<InvalidDataException>(() => ModelFolder.Find(null, "a.csv"));
    }
}
