using System.Security.Cryptography;
using KServe.Storage.Tests.Archives;

namespace KServe.Storage.Tests.Http;

public sealed class TransferTests
{
    private static readonly byte[] Body = TestArchives.Bytes(300_000);
    private static readonly byte[] Other = TestArchives.Bytes(300_000, 2);

    [Fact]
    public async Task DownloadAsync_WholeFile_IsStoredUnderItsName()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new();

        string path = await host.GetAsync(server.Uri("/models/m.bin?sig=secret"));

        Assert.Equal("m.bin", Path.GetFileName(path));
        await AssertContentAsync(Body, path);
        Assert.Equal("identity", server.Requests.Single()["Accept-Encoding"]);
        host.AssertNoTemp();
    }

    [Theory]
    [InlineData("ETag: \"v1\"", "\"v1\"")]
    [InlineData("Last-Modified: Sat, 01 Nov 2025 00:00:00 GMT", "Sat, 01 Nov 2025 00:00:00 GMT")]
    public async Task DownloadAsync_ConnectionDropsHalfWay_Continues(string validator, string ifRange)
    {
        await using LoopbackServer server = new(r => r.Number == 0
            ? Reply.Lie(Body.Length, Body[..150_000], validator)
            : Reply.Part(Body, r.RangeStart, validator));
        using StorageHost host = new();

        await AssertContentAsync(Body, await host.GetAsync(server.Uri("/m.bin")));

        ServerRequest second = server.Requests.Last();
        Assert.Equal(150_000, second.RangeStart);
        Assert.Equal(ifRange, second["If-Range"]);
    }

    [Fact]
    public async Task DownloadAsync_ServerFallsSilentHalfWay_Continues()
    {
        await using LoopbackServer server = new(static r => r.Number == 0
            ? Reply.Lie(Body.Length, Body[..150_000], "ETag: \"v1\"")
            : Reply.Part(Body, r.RangeStart, "ETag: \"v1\""))
        {
            Stalls = static r => r.Number == 0,
        };
        using StorageHost host = new(static o => o.IdleTimeout = TimeSpan.FromMilliseconds(200));

        await AssertContentAsync(Body, await host.GetAsync(server.Uri("/m.bin")));
        Assert.Equal(150_000, server.Requests.Last().RangeStart);
    }

    [Theory]
    [InlineData("ETag: W/\"v1\"")]
    [InlineData("X-Nothing: x")]
    public async Task DownloadAsync_DropWithoutStrongValidator_StartsAgain(string header)
    {
        await using LoopbackServer server = new(r => r.Number == 0
            ? Reply.Lie(Body.Length, Body[..150_000], header)
            : Reply.Ok(Body, header));
        using StorageHost host = new();

        await AssertContentAsync(Body, await host.GetAsync(server.Uri("/m.bin")));
        Assert.Null(server.Requests.Last()["Range"]);
    }

    [Fact]
    public async Task DownloadAsync_ServerIgnoresTheRange_StartsAgain()
    {
        await using LoopbackServer server = new(static r => r.Number == 0
            ? Reply.Lie(Body.Length, Body[..150_000], "ETag: \"v1\"")
            : Reply.Ok(Body, "ETag: \"v1\""));
        using StorageHost host = new();

        await AssertContentAsync(Body, await host.GetAsync(server.Uri("/m.bin")));
        Assert.Equal(150_000, server.Requests.Last().RangeStart);
    }

    [Fact]
    public async Task DownloadAsync_FileChangesBetweenTheParts_IsNeverMixed()
    {
        await using LoopbackServer server = new(static r => r.Number switch
        {
            0 => Reply.Lie(Body.Length, Body[..150_000], "ETag: \"v1\""),
            1 => Reply.Part(Other, r.RangeStart, "ETag: \"v2\""),
            _ => Reply.Ok(Other, "ETag: \"v2\""),
        });
        using StorageHost host = new();

        await AssertContentAsync(Other, await host.GetAsync(server.Uri("/m.bin")));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_PartFromElsewhere_StartsAgain()
    {
        await using LoopbackServer server = new(static r => r.Number switch
        {
            0 => Reply.Lie(Body.Length, Body[..150_000], "ETag: \"v1\""),
            1 => Reply.Part(Body, 100_000, "ETag: \"v1\""),
            _ => Reply.Ok(Body, "ETag: \"v1\""),
        });
        using StorageHost host = new();
        await AssertContentAsync(Body, await host.GetAsync(server.Uri("/m.bin")));
    }

    [Fact]
    public async Task DownloadAsync_RangeNotSatisfiable_StartsAgain()
    {
        await using LoopbackServer server = new(static r => r.Number switch
        {
            0 => Reply.Lie(Body.Length, Body[..150_000], "ETag: \"v1\""),
            1 => Reply.Status("416 Range Not Satisfiable", "Content-Range: bytes */10"),
            _ => Reply.Ok(Other, "ETag: \"v2\""),
        });
        using StorageHost host = new();
        await AssertContentAsync(Other, await host.GetAsync(server.Uri("/m.bin")));
    }

    [Fact]
    public async Task DownloadAsync_LengthStaysTooLong_FailsAfterTheRetries()
    {
        await using LoopbackServer server = new(static _ => Reply.Lie(Body.Length + 1, Body));
        using StorageHost host = new(static o => o.MaxRetries = 2);

        InferenceException error = await host.FailAsync(server.Uri("/m.bin"));

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal(3, server.Requests.Count);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_BodyLongerThanItsLength_IsCutByTheDigest()
    {
        await using LoopbackServer server = new(static _ => Reply.Lie(1000, Body));
        using StorageHost host = new();
        InferenceException error = await host.FailAsync(server.Uri("/m.bin") + Digest(Body));
        Assert.Contains("digest", error.Message, StringComparison.Ordinal);
        host.AssertNothingStored();
    }

    [Theory]
    [InlineData("500 Internal Server Error", 3)]
    [InlineData("503 Service Unavailable", 3)]
    [InlineData("429 Too Many Requests", 3)]
    [InlineData("403 Forbidden", 1)]
    [InlineData("304 Not Modified", 1)]
    [InlineData("204 No Content", 1)]
    public async Task DownloadAsync_BadStatus_IsRetriedOnlyWhenItMayPass(string status, int requests)
    {
        await using LoopbackServer server = new(_ => Reply.Status(status));
        using StorageHost host = new(static o => o.MaxRetries = 2);

        InferenceException error = await host.FailAsync(server.Uri("/m.bin"));

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal(requests, server.Requests.Count);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_MissingFile_IsNotFound()
    {
        await using LoopbackServer server = new(static _ => Reply.Status("404 Not Found"));
        using StorageHost host = new();
        InferenceException error = await host.FailAsync(server.Uri("/m.bin?token=secret"));
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_Digest_IsCheckedAndThenSpared()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new(static o => o.RequireDigest = true);
        string uri = server.Uri("/m.bin");

        Assert.Equal(InferenceErrorCode.InvalidArgument, (await host.FailAsync(uri)).Code);
        Assert.Empty(server.Requests);
        Assert.Contains("digest", (await host.FailAsync(uri + Digest(Other))).Message, StringComparison.Ordinal);
        host.AssertNothingStored();
        string path = await host.GetAsync(uri + Digest(Body));
        Assert.Equal(path, await host.GetAsync(uri + Digest(Body)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DownloadAsync_LargerThanTheLimit_IsTooLarge(bool declared)
    {
        byte[] answer = declared ? Reply.Ok(Body) : [.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. Body];
        await using LoopbackServer server = new(_ => answer);
        using StorageHost host = new(static o => o.MaxDownloadBytes = 299_999);

        Assert.Equal(InferenceErrorCode.TooLarge, (await host.FailAsync(server.Uri("/m.bin"))).Code);
        Assert.Single(server.Requests);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_EncodedBody_IsRefused()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body, "Content-Encoding: gzip"));
        using StorageHost host = new();
        Assert.Contains(
            "encoding", (await host.FailAsync(server.Uri("/m.bin"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_EndlessHeaders_AreRefused()
    {
        string[] headers = [.. Enumerable.Range(0, 20_000).Select(static i => $"X-{i}: {new string('h', 100)}")];
        await using LoopbackServer server = new(_ => Reply.Ok(Body, headers));
        using StorageHost host = new(static o => o.MaxRetries = 0);
        Assert.Equal(InferenceErrorCode.Unavailable, (await host.FailAsync(server.Uri("/m.bin"))).Code);
        host.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_NobodyListens_IsUnavailable()
    {
        LoopbackServer server = new(static _ => []);
        string uri = server.Uri("/m.bin");
        await server.DisposeAsync();
        using StorageHost host = new(static o => o.MaxRetries = 1);
        Assert.Equal(InferenceErrorCode.Unavailable, (await host.FailAsync(uri)).Code);
    }

    [Fact]
    public async Task DownloadAsync_ServerNeverAnswers_TimesOut()
    {
        await using LoopbackServer server = new(static async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        });
        using StorageHost idle = new(static o =>
        {
            o.MaxRetries = 1;
            o.ResponseTimeout = TimeSpan.FromMilliseconds(50);
        });
        using StorageHost slow = new(static o => o.DownloadTimeout = TimeSpan.FromMilliseconds(50));

        Assert.Equal(InferenceErrorCode.Unavailable, (await idle.FailAsync(server.Uri("/a"))).Code);
        Assert.Equal(InferenceErrorCode.DeadlineExceeded, (await slow.FailAsync(server.Uri("/b"))).Code);
        slow.AssertNothingStored();
    }

    [Fact]
    public async Task DownloadAsync_Archive_IsUnpacked()
    {
        byte[] tar = TestArchives.Gzip(TestArchives.Tar(("top/model.bin", Body)));
        byte[] zip = TestArchives.Zip(("model.bin", Body));
        await using LoopbackServer server = new(r => r.Path switch
        {
            "/m.tgz" => Reply.Ok(tar),
            "/noname" => Reply.Ok(zip, "Content-Type: application/zip"),
            _ => Reply.Ok(zip, "Content-Type: application/zip"),
        });
        using StorageHost host = new();

        await AssertContentAsync(Body, Path.Combine(await host.GetAsync(server.Uri("/m.tgz")), "top", "model.bin"));
        await AssertContentAsync(Body, Path.Combine(await host.GetAsync(server.Uri("/noname")), "model.bin"));
        await AssertContentAsync(zip, await host.GetAsync(server.Uri("/weights.pt")));
        host.AssertNoTemp();
    }

    [Fact]
    public async Task DownloadAsync_Progress_EndsWithTheWholeLength()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new();
        List<DownloadProgress> reports = [];

        await host.GetAsync(server.Uri("/m.bin?sig=x"), new ListProgress(reports));

        Assert.Equal(new DownloadProgress(server.Uri("/m.bin"), Body.Length, Body.Length), reports[^1]);
        Assert.True(reports.Zip(reports.Skip(1)).All(static p => p.First.BytesDone <= p.Second.BytesDone));
    }

    private static string Digest(byte[] body) => "#sha256=" + Convert.ToHexStringLower(SHA256.HashData(body));

    private static async Task AssertContentAsync(byte[] expected, string path) =>
        Assert.Equal(expected, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

    private sealed class ListProgress(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
