using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KServe.AspNetCore.Tests.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Rollout;

public sealed class CanaryRouteTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_WithCanary_SaysWhichRevisionAnswered()
    {
        await using var server = await KServeServer.StartAsync(Add);
        Dictionary<(string Version, string Revision), int> counts = [];
        for (var i = 0; i < 100; i++)
        {
            var seen = await AskAsync(server);
            counts[seen] = counts.GetValueOrDefault(seen) + 1;

            // Whoever only looks takes no turn.
            await server.GetAsync("/v2/models/m");
            await server.GetAsync("/v2/models/m/ready");
            await server.GetAsync("/v2/models/m/stats");
        }

        Assert.Equal(2, counts.Count);
        Assert.Equal((75, 25), (counts[("1", "m-00001")], counts[("2", "m-00002")]));
    }

    [Fact]
    public async Task Infer_WithoutCanary_HasNoHeader()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("m", static _ => new NumberedPredictor(1)));
        Assert.Equal("", (await AskAsync(server)).Revision);
    }

    [Fact]
    public async Task Infer_HeaderMatches_GoesToTheCanary()
    {
        await using var server = await KServeServer.StartAsync(Add);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("2", (await AskAsync(server, headers => headers.Add("X-Group", "beta"))).Version);
        }
    }

    [Fact]
    public async Task Infer_StickyHeader_KeepsEachUserOnOneTrack()
    {
        await using var server = await KServeServer.StartAsync(Add);
        HashSet<string> tracks = [];
        for (var user = 0; user < 20; user++)
        {
            var first = await AskAsync(server, headers => headers.Add("X-User", $"u{user}"));
            var second = await AskAsync(server, headers => headers.Add("X-User", $"u{user}"));
            Assert.Equal(first, second);
            tracks.Add(first.Version);
        }

        Assert.Equal(2, tracks.Count);
    }

    [Fact]
    public async Task Infer_Version_GoesToItWhateverTheWeights()
    {
        await using var server = await KServeServer.StartAsync(Add);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/m/versions/2/infer", Infer)).Status);
            Assert.Contains(
                "\"data\":[2]",
                (await server.PostAsync("/v2/models/m/versions/2/infer", Infer)).Body,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ModelInfer_WithCanary_IsSplitAndMatchedByMetadata()
    {
        await using var server = await GrpcServer.StartAsync(Add);
        var canaries = 0;
        for (var i = 0; i < 100; i++)
        {
            var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1));
            var version = reply.Read(ModelInferResponse.Parser).ModelVersion;
            Assert.Equal($"m-0000{version}", reply.Get("x-kserve-revision"));
            canaries += version == "2" ? 1 : 0;
        }

        Assert.Equal(25, canaries);
        var matched = await server.Client.CallAsync(
            "ModelInfer", Requests.Raw("m", 1), static request => request.Headers.Add("x-group", "beta"));
        Assert.Equal("2", matched.Read(ModelInferResponse.Parser).ModelVersion);
    }

    [Fact]
    public async Task ModelStreamInfer_WithCanary_NamesTheRevisionOfTheFirstRequest()
    {
        await using var server = await GrpcServer.StartAsync(Add);
        using var stream = await GrpcStream.OpenAsync(
            server.Client, static request => request.Headers.Add("x-group", "beta"));
        await stream.SendAsync(Requests.Raw("m", 1));
        var first = await stream.ReadAsync();
        Assert.Equal("2", first.InferResponse.ModelVersion);
        Assert.Equal("m-00002", (await stream.Response).Headers.GetValues("x-kserve-revision").Single());
        stream.Complete();
    }

    [Fact]
    public async Task Scrape_WithCanary_ShowsTheTrafficUntilTheModelGoes()
    {
        await using var server = await KServeServer.StartAsync(Add);
        Assert.Contains(
            "kserve_rollout_traffic{model_name=\"m\",track=\"v2\"} 25\n",
            (await server.GetAsync("/metrics")).Body,
            StringComparison.Ordinal);
        await server.Services.GetRequiredService<ModelRegistry>().RemoveAsync("m", Token);
        Assert.DoesNotContain("\"v2\"", (await server.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    private static void Add(IKServeBuilder models) => models.AddPredictor(
        "m",
        static _ => new NumberedPredictor(1),
        static model =>
        {
            model.Options.StickyHeader = "x-user";
            model.UseCanary(
                "v2",
                static canary => canary.UsePredictor(static _ => new NumberedPredictor(2)),
                static traffic =>
                {
                    traffic.TrafficPercent = 25;
                    traffic.Matches.Add(new HeaderMatchOptions { Header = "x-group", Value = "beta" });
                });
        });

    private static async Task<(string Version, string Revision)> AskAsync(
        KServeServer server,
        Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/m/infer");
        request.Content = new StringContent(Infer, Encoding.UTF8, "application/json");
        headers?.Invoke(request.Headers);
        using var response = await server.Client.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return (
            body.Contains("\"model_version\":\"2\"", StringComparison.Ordinal) ? "2" : "1",
            response.Headers.TryGetValues("x-kserve-revision", out var values) ? values.Single() : "");
    }
}
