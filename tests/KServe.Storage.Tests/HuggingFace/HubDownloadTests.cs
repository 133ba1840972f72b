using KServe.Storage.Tests.Archives;
using KServe.Storage.Tests.Http;

namespace KServe.Storage.Tests.HuggingFace;

public sealed class HubDownloadTests
{
    private static readonly byte[] Weights = TestArchives.Bytes(300_000);
    private static readonly byte[] Other = TestArchives.Bytes(300_000, 2);

    [Fact]
    public async Task DownloadAsync_Model_HasTheFilesThatLoadAndNoPickles()
    {
        await using FakeHub hub = Tiny()
            .With("pytorch_model.bin", Weights)
            .With("README.md", "# tiny")
            .With("1_Pooling/config.json", "{\"pool\":1}")
            .With("chat_template.jinja", "{{ messages }}")
            .With("empty.txt", []);
        using StorageHost host = hub.Open();

        string path = await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal(
            ["1_Pooling/config.json", "chat_template.jinja", "config.json", "empty.txt", "model.safetensors"],
            FilesOf(path),
            StringComparer.Ordinal);
        await AssertContentAsync(Weights, path, "model.safetensors");
        await AssertContentAsync("{\"pool\":1}"u8.ToArray(), path, "1_Pooling/config.json");
        host.AssertNoTemp();
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.Partial));
    }

    [Theory]
    [InlineData("hf://acme/tiny:v1.0", "v1.0")]
    [InlineData("hf://acme/tiny@refs/pr/7", "refs%2Fpr%2F7")]
    [InlineData("hf://acme/tiny:", "main")]
    public async Task DownloadAsync_Revision_IsAskedFor(string uri, string expected)
    {
        await using FakeHub hub = Tiny();
        hub.Before = static r => r.Path.Contains("/revision/", StringComparison.Ordinal)
            ? Reply.Status("404 Not Found", "X-Error-Code: RevisionNotFound")
            : null;
        using StorageHost host = hub.Open();

        InferenceException error = await host.FailHubAsync(uri);

        Assert.Equal($"/api/models/acme/tiny/revision/{expected}?blobs=true", Assert.Single(hub.Paths));
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.Contains("revision", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_BranchMovesMeanwhile_AllFilesAreOfOneCommit()
    {
        await using FakeHub hub = Tiny()
            .With("config.json", "{\"second\":1}", FakeHub.Second)
            .With("model.safetensors", Other, FakeHub.Second);
        hub.EditList = json =>
        {
            hub.Main = FakeHub.Second;
            return json;
        };
        using StorageHost host = hub.Open();

        string first = await host.GetHubAsync("hf://acme/tiny");
        string second = await host.GetHubAsync("hf://acme/tiny");

        await AssertContentAsync("{}"u8.ToArray(), first, "config.json");
        await AssertContentAsync(Weights, first, "model.safetensors");
        await AssertContentAsync("{\"second\":1}"u8.ToArray(), second, "config.json");
        await AssertContentAsync(Other, second, "model.safetensors");
        Assert.All(hub.Files.Take(2), static path => Assert.Contains(FakeHub.First, path, StringComparison.Ordinal));
        Assert.All(hub.Files.Skip(2), static path => Assert.Contains(FakeHub.Second, path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DownloadAsync_HubAnswersWithAnotherCommit_IsRefused()
    {
        await using FakeHub hub = Tiny();
        hub.EditList = static json => json.Replace(FakeHub.First, FakeHub.Second, StringComparison.Ordinal);
        using StorageHost host = hub.Open();

        InferenceException error = await host.FailHubAsync($"hf://acme/tiny@{FakeHub.First}");

        Assert.Contains(FakeHub.Second, error.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Files);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_RequireDigest_WantsACommit()
    {
        await using FakeHub hub = Tiny();
        using StorageHost host = hub.Open(static o => o.RequireDigest = true);

        Assert.Contains("commit", (await host.FailHubAsync("hf://acme/tiny")).Message, StringComparison.Ordinal);
        Assert.Empty(hub.Paths);
        await host.GetHubAsync($"hf://acme/tiny:{FakeHub.First}");
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public async Task DownloadAsync_OtherBytesThanTheDigest_AreNeverServed(string file)
    {
        await using FakeHub hub = Tiny();
        byte[] wrong = file == "config.json" ? "[]"u8.ToArray() : Other;
        hub.Before = r => r.Path.EndsWith(file, StringComparison.Ordinal) ? Reply.Ok(wrong) : null;
        using StorageHost host = hub.Open();

        InferenceException error = await host.FailHubAsync("hf://acme/tiny");

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, hub.Files.Count(path => path.EndsWith(file, StringComparison.Ordinal)));
        host.AssertNothingStored();
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task DownloadAsync_AnotherLengthThanTheList_Fails(int length)
    {
        await using FakeHub hub = Tiny();
        hub.Before = r => r.Path.EndsWith(".safetensors", StringComparison.Ordinal)
            ? Reply.Ok(TestArchives.Bytes(length))
            : null;
        using StorageHost host = hub.Open(static o => o.MaxRetries = 1);

        InferenceException error = await host.FailHubAsync("hf://acme/tiny");

        Assert.Contains("300000", error.Message, StringComparison.Ordinal);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_Progress_AddsUpAllFiles()
    {
        await using FakeHub hub = Tiny();
        using StorageHost host = hub.Open(static o => o.HuggingFace.MaxParallelFiles = 4);
        List<DownloadProgress> reports = [];

        await host.GetHubAsync("hf://acme/tiny", new ListProgress(reports));

        Assert.Equal(new DownloadProgress("hf://acme/tiny:main", 300_002, 300_002), reports[^1]);
        Assert.True(reports.Zip(reports.Skip(1)).All(static p => p.First.BytesDone <= p.Second.BytesDone));
    }

    [Fact]
    public async Task DownloadAsync_ManyFiles_AreDownloadedSomeAtATime()
    {
        await using FakeHub hub = new();
        for (int i = 0; i < 9; i++)
        {
            hub.With($"{i}.json", $"{{\"i\":{i}}}");
        }

        int running = 0;
        int most = 0;
        TaskCompletionSource three = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Lock gate = new();
        hub.Wait = async request =>
        {
            if (request.Path.Contains("/api/", StringComparison.Ordinal))
            {
                return;
            }

            lock (gate)
            {
                most = Math.Max(most, ++running);
                if (running == 3)
                {
                    three.TrySetResult();
                }
            }

            await three.Task.WaitAsync(TestContext.Current.CancellationToken);
            lock (gate)
            {
                running--;
            }
        };
        using StorageHost host = hub.Open(static o => o.HuggingFace.MaxParallelFiles = 3);

        Assert.Equal(9, FilesOf(await host.GetHubAsync("hf://acme/tiny")).Length);

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task DownloadAsync_MoreThanTheLimit_IsRefusedBeforeAnyFile()
    {
        await using FakeHub hub = Tiny();
        using StorageHost small = hub.Open(static o => o.MaxDownloadBytes = 300_001);
        using StorageHost few = hub.Open(static o => o.HuggingFace.MaxFiles = 1);

        Assert.Equal(InferenceErrorCode.TooLarge, (await small.FailHubAsync("hf://acme/tiny")).Code);
        Assert.Equal(InferenceErrorCode.TooLarge, (await few.FailHubAsync("hf://acme/tiny")).Code);
        Assert.Empty(hub.Files);
    }

    [Theory]
    [InlineData("?allow=*.bin,config.json", "config.json pytorch_model.bin")]
    [InlineData("?allow=*", "README.md config.json model.safetensors")]
    [InlineData("?ignore=*.safetensors", "config.json")]
    [InlineData(":main?allow=model.*&ignore=*.md", "model.safetensors")]
    public async Task DownloadAsync_PatternsOfTheUri_Select(string rest, string expected)
    {
        await using FakeHub hub = Tiny().With("pytorch_model.bin", Other).With("README.md", "# tiny");
        using StorageHost host = hub.Open();

        Assert.Equal(expected, string.Join(' ', FilesOf(await host.GetHubAsync("hf://acme/tiny" + rest))));
    }

    [Fact]
    public async Task DownloadAsync_OnlyPickles_SaysHowToAskForThem()
    {
        await using FakeHub hub = new FakeHub().With("pytorch_model.bin", Weights);
        using StorageHost host = hub.Open();

        InferenceException error = await host.FailHubAsync("hf://acme/tiny");

        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.Contains("?allow=*.bin", error.Message, StringComparison.Ordinal);
    }

    internal static FakeHub Tiny() => new FakeHub().With("config.json", "{}").With("model.safetensors", Weights);

    internal static string[] FilesOf(string path) =>
    [
        .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task AssertContentAsync(byte[] expected, string folder, string file) => Assert.Equal(
        expected, await File.ReadAllBytesAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken));

    private sealed class ListProgress(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
