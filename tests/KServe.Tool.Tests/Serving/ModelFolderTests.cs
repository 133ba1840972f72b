using KServe.Tool.Serving;

namespace KServe.Tool.Tests.Serving;

public sealed class ModelFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-tool-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void IsRepository_SubFoldersWithoutModelFile_True()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "iris"));

        Assert.True(ModelFolder.IsRepository(_folder, []));
    }

    [Fact]
    public void IsRepository_FolderThatARuntimeRecognises_False()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "variables"));

        Assert.False(ModelFolder.IsRepository(_folder, [new KnowsEverything()]));
    }

    [Theory]
    [InlineData("1")]
    [InlineData(".cache")]
    [InlineData(null)]
    public void IsRepository_VersionsOrHiddenOrNothing_False(string? subFolder)
    {
        if (subFolder is not null)
        {
            Directory.CreateDirectory(Path.Combine(_folder, subFolder));
        }

        Assert.False(ModelFolder.IsRepository(_folder, []));
    }

    [Fact]
    public void IsRepository_NoSuchFolder_False()
    {
        Assert.False(ModelFolder.IsRepository(Path.Combine(_folder, "none"), []));
    }

    private sealed class KnowsEverything : IServingRuntime
    {
        public string Name => "everything";

        public IReadOnlyList<SupportedModelFormat> SupportedModelFormats => [new("any")];

        public string? DetectFormat(string path) => "any";

        public Predictor CreatePredictor(ModelArtifact artifact) => throw InferenceException.Unimplemented("never");
    }
}
