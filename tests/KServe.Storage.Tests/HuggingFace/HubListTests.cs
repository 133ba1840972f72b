using System.Text;
using KServe.Storage.Tests.Http;

namespace KServe.Storage.Tests.HuggingFace;

/// <summary>Lists that no hub should send.</summary>
public sealed class HubListTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef01234567";

    public static TheoryData<string> BadNames =>
    [
        "../config.json", "/etc/config.json", "a/../../config.json", "a\\\\..\\\\config.json", "C:config.json",
        "NUL.json", "a//config.json", "./../config.json", "config.json\\u0000.json", "config.json /x.json",
    ];

    public static TheoryData<string> BadLists =>
    [
        "", "null", "[]", "{", "{}", "<html>.json</html>",
        $$"""{"sha":"main","siblings":[{"rfilename":"a.json","size":1,"blobId":"{{Digest}}"}]}""",
        $$"""{"sha":"{{FakeHub.First}}"}""",
        $$"""{"sha":"{{FakeHub.First}}","siblings":7}""",
        List("""{"rfilename":"a.json","size":1}"""),
        List($$"""{"rfilename":"a.json","blobId":"{{Digest}}"}"""),
        List($$"""{"rfilename":"a.json","size":-1,"blobId":"{{Digest}}"}"""),
        List($$"""{"rfilename":"a.json","size":1e30,"blobId":"{{Digest}}"}"""),
        List("""{"rfilename":"a.json","size":1,"blobId":"zz"}"""),
        List($$"""{"rfilename":"a.json","size":1,"blobId":"{{Digest}}","lfs":{"size":1} }"""),
        List($$"""{"rfilename":"a.json","size":1,"blobId":"{{Digest}}","lfs":{"size":2,"sha256":"{{Digest}}"} }"""),
        List($$"""{"rfilename":"a.json","size":1,"lfs":{"size":1,"sha256":"{{Digest}}"} }"""),
    ];

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task DownloadAsync_NameThatLeadsElsewhere_IsRefused(string name)
    {
        string list = List($$"""{"rfilename":"{{name}}","size":1,"blobId":"{{Digest}}"}""");
        InferenceException error = await FailAsync(list);
        Assert.Contains("file 0 has", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "Config.json")]
    [InlineData("a.json", "a.json/b.json")]
    [InlineData("config.json", "config.json")]
    public async Task DownloadAsync_TwoFilesOfOnePlace_AreRefused(string first, string second)
    {
        string list = List(
            $$"""{"rfilename":"{{first}}","size":1,"blobId":"{{Digest}}"}""",
            $$"""{"rfilename":"{{second}}","size":1,"blobId":"{{Digest}}"}""");
        InferenceException error = await FailAsync(list);
        Assert.Contains("file 1 has the name of another", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadLists))]
    public async Task DownloadAsync_ListThatCannotBe_IsRefused(string list)
    {
        InferenceException error = await FailAsync(list);
        Assert.Contains("answer about 'hf://acme/tiny:main'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_SumOverflows_IsTooLarge()
    {
        string file = $"\"size\":{long.MaxValue},\"blobId\":\"{Digest}\"";
        InferenceException error = await FailAsync(
            List($$"""{"rfilename":"a.json",{{file}} }""", $$"""{"rfilename":"b.json",{{file}} }"""),
            static o => o.MaxDownloadBytes = long.MaxValue);
        Assert.Equal(InferenceErrorCode.TooLarge, error.Code);
    }

    [Fact]
    public async Task DownloadAsync_EndlessList_IsTooLarge()
    {
        await using FakeHub hub = new() { Before = static _ => Reply.Lie((64 << 20) + 1, []) };
        using StorageHost host = hub.Open();
        Assert.Equal(InferenceErrorCode.TooLarge, (await host.FailHubAsync("hf://acme/tiny")).Code);
    }

    [Fact]
    public async Task DownloadAsync_OddNameThatIsNotDownloaded_DoesNotMatter()
    {
        await using FakeHub hub = HubDownloadTests.Tiny().With("../../x.png", [1]);
        using StorageHost host = hub.Open();
        Assert.Equal(2, HubDownloadTests.FilesOf(await host.GetHubAsync("hf://acme/tiny")).Length);
    }

    private static string List(params string[] files) =>
        $$"""{"sha":"{{FakeHub.First}}","siblings":[{{string.Join(',', files)}}]}""";

    private static async Task<InferenceException> FailAsync(string list, Action<StorageOptions>? configure = null)
    {
        await using FakeHub hub = new() { Before = _ => Reply.Ok(Encoding.UTF8.GetBytes(list)) };
        using StorageHost host = hub.Open(configure);
        InferenceException error = await host.FailHubAsync("hf://acme/tiny");
        Assert.Single(hub.Requests);
        host.AssertNothingStored();
        return error;
    }
}
