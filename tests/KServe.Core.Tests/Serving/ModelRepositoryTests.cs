using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Serving;

public sealed class ModelRepositoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kserve-test-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task LoadAsync_SubFolderOfRepository_IsServedByName()
    {
        AddFile("iris/model.fake");
        await using var host = NewHost(out var runtime, options => options.ModelRepository = _folder.FullName);
        Assert.Equal(("iris", ModelState.Unavailable), (host.Registry.GetIndex()[0].Name, host.Registry.GetIndex()[0].State));
        await host.Registry.LoadAsync("iris", Token);
        using var lease = host.Registry.Pin("iris");
        Assert.Equal("1", lease.Revision.Version);
        Assert.False(lease.Revision.HasExplicitVersion);
        Assert.Equal(Path.Combine(_folder.FullName, "iris"), runtime.Created.Single().Path);
    }

    [Theory]
    [InlineData("../etc", InferenceErrorCode.InvalidArgument)]
    [InlineData("a/../b", InferenceErrorCode.InvalidArgument)]
    [InlineData("../../etc/passwd", InferenceErrorCode.InvalidArgument)]
    [InlineData("model/..", InferenceErrorCode.InvalidArgument)]
    [InlineData("..", InferenceErrorCode.InvalidArgument)]
    [InlineData("/etc/passwd", InferenceErrorCode.InvalidArgument)]
    [InlineData("model/subdir", InferenceErrorCode.InvalidArgument)]
    [InlineData("model/", InferenceErrorCode.InvalidArgument)]
    [InlineData(" ..", InferenceErrorCode.InvalidArgument)]
    [InlineData(".. ", InferenceErrorCode.InvalidArgument)]
    [InlineData("a\\b", InferenceErrorCode.InvalidArgument)]
    [InlineData("a\nb", InferenceErrorCode.InvalidArgument)]
    [InlineData("", InferenceErrorCode.InvalidArgument)]
    [InlineData(" ", InferenceErrorCode.InvalidArgument)]
    [InlineData("\t", InferenceErrorCode.InvalidArgument)]
    [InlineData("...", InferenceErrorCode.NotFound)]
    [InlineData("..my_model", InferenceErrorCode.NotFound)]
    [InlineData("model..1", InferenceErrorCode.NotFound)]
    [InlineData("model.version1", InferenceErrorCode.NotFound)]
    public async Task LoadAsync_HostileOrMissingName_IsRefused(string name, InferenceErrorCode expected)
    {
        await using var host = NewHost(out _, options => options.ModelRepository = _folder.FullName);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync(name, Token));
        Assert.Equal(expected, error.Code);
    }

    [Theory]
    [InlineData(VersionPolicy.Latest, "10")]
    [InlineData(VersionPolicy.All, "10,2")]
    public async Task LoadAsync_NumberedFolders_ServesByPolicy(VersionPolicy policy, string expected)
    {
        foreach (var version in (string[])["2", "10", "003", "abc", "0"])
        {
            AddFile($"iris/{version}/model.fake");
        }

        await using var host = NewHost(out _, options => options.Models["iris"] = new ModelOptions
        {
            Uri = Path.Combine(_folder.FullName, "iris"),
            VersionPolicy = policy,
        });
        await host.Registry.LoadAsync("iris", Token);
        Assert.Equal(expected.Split(','), host.Registry.GetVersions("iris"));
    }

    [Fact]
    public async Task LoadAsync_NewVersionFolderAppears_ReplacesTheOld()
    {
        AddFile("iris/1/model.fake");
        await using var host = NewHost(out _, options => options.Models["iris"] = new ModelOptions
        {
            Uri = Path.Combine(_folder.FullName, "iris"),
        });
        await host.Registry.LoadAsync("iris", Token);
        var old = host.Registry.Pin("iris");
        AddFile("iris/2/model.fake");
        await host.Registry.LoadAsync("iris", Token);
        using var current = host.Registry.Pin("iris");
        Assert.Equal(("1", "2"), (old.Revision.Version, current.Revision.Version));
        Assert.Equal(["2"], host.Registry.GetVersions("iris"));
        old.Dispose();
        await old.Revision.Disposed;
    }

    [Fact]
    public async Task LoadAsync_StorageFails_ReasonIsKept()
    {
        await using var host = NewHost(out _, options => options.Models["iris"] = new ModelOptions { Uri = "fake://x" });
        host.Storage.Failure = InferenceException.NotFound("fake://x does not exist");
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("iris", Token));
        Assert.Equal("fake://x does not exist", host.Registry.GetIndex().Single().Reason);
    }

    private static TestHost NewHost(out FakeRuntime runtime, Action<KServeOptions> configure)
    {
        var fake = runtime = new FakeRuntime("fake", new SupportedModelFormat("fake", "1"));
        return new TestHost(builder =>
        {
            builder.Services.AddSingleton<IServingRuntime>(fake);
            builder.Services.Configure(configure);
        });
    }

    private void AddFile(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }
}
