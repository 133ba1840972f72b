using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http;

public sealed class RouteTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""";

    [Theory]
    [InlineData("/", """{"status":"alive"}""")]
    [InlineData("/v1/models", """{"models":["iris.v2","score"]}""")]
    [InlineData("/v1/models/iris.v2", """{"name":"iris.v2","ready":true}""")]
    [InlineData("/v1/models/score/versions/3", """{"name":"score","ready":true}""")]
    [InlineData("/v2/health/live", """{"live":true}""")]
    [InlineData("/v2/health/ready", """{"ready":true}""")]
    [InlineData("/v2/models", """{"models":["iris.v2","score"]}""")]
    [InlineData("/v2/models/iris.v2/ready", """{"name":"iris.v2","ready":true}""")]
    [InlineData("/v2/models/score/versions/3/ready", """{"name":"score","ready":true}""")]
    [InlineData("/v2/models/%73core", """{"name":"score","versions":["3"],"platform":"","inputs":[],"outputs":[]}""")]
    [InlineData("/v2/models/score/versions/3", """{"name":"score","versions":["3"],"platform":"","inputs":[],"outputs":[]}""")]
    [InlineData("/v2", """{"name":"kserve","version":"0.1.0","extensions":["binary_tensor_data","model_repository","statistics","generate"]}""")]
    public async Task Get_KnownPath_AnswersAsKServe(string path, string expected)
    {
        await using var server = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, expected), await server.GetAsync(path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v2/health/live")]
    [InlineData("/metrics")]
    public async Task Head_KnownPath_AnswersWithoutBody(string path)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/v2/models/score/infer")]
    [InlineData("/v2/models/score/versions/3/infer")]
    [InlineData("/v2/models/iris.v2/explain")]
    [InlineData("/v2/models/iris.v2/versions/1/explain")]
    public async Task Post_InferRoutes_Answer(string path)
    {
        await using var server = await StartAsync();
        var (status, body) = await server.PostAsync(path, Infer);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"data\":[1,2]", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", 404, "")]
    [InlineData("GET", "/v2/models/score/nothing", 404, "")]
    [InlineData("POST", "/v1/models/score/nothing/here", 404, "")]
    [InlineData("POST", "/v1/models/score:nothing", 404, "")]
    [InlineData("GET", "/v2/models/absent", 404, "")]
    [InlineData("GET", "/v1/models/absent", 404, "")]
    [InlineData("GET", "/v2/models/score/versions/9", 404, "")]
    [InlineData("GET", "/v2/models/score/versions/99999999999999999999", 404, "")]
    [InlineData("POST", "/v2/models/absent/infer", 404, "")]
    [InlineData("POST", "/v2/models/score/explain", 501, "")]
    [InlineData("POST", "/v2/health/live", 405, "GET, HEAD")]
    [InlineData("GET", "/v2/models/score/infer", 405, "POST")]
    [InlineData("DELETE", "/v2/models/score", 405, "GET, HEAD")]
    [InlineData("OPTIONS", "/v2/models/score/infer", 405, "POST")]
    [InlineData("TRACE", "/v2", 405, "GET, HEAD")]
    [InlineData("POST", "/v1/models/score", 405, "GET, HEAD")]
    [InlineData("GET", "/v1/models/score:predict", 405, "POST")]
    [InlineData("GET", "/v2/repository/index", 405, "POST")]
    [InlineData("GET", "/v2/models/a%5Cb", 400, "")]
    [InlineData("GET", "/v2/models/a%0d%0ab", 400, "")]
    [InlineData("GET", "/v2/models/%252e%252e", 404, "")]
    public async Task Request_WrongPathOrMethod_AnswersError(string method, string path, int status, string allow)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new StringContent(Infer, System.Text.Encoding.UTF8, "application/json");
        }

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("{\"error\":\"", body, StringComparison.Ordinal);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        Assert.DoesNotContain(server.Logs.Lines, static line =>
            line.Id.Id is >= 2000 and < 3000 && line.Text.AsSpan().IndexOfAny('\r', '\n') >= 0);
    }

    [Fact]
    public async Task Get_ModelStillLoads_Answers503Everywhere()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("slow", static _ => new NotReadyPredictor()), waitReady: false);
        foreach (var path in (string[])["/v2/health/ready", "/v2/models/slow/ready", "/v1/models/slow", "/v2/models/slow"])
        {
            var (status, body) = await server.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("not ready", body, StringComparison.Ordinal);
        }

        Assert.Equal((HttpStatusCode.OK, """{"live":true}"""), await server.GetAsync("/v2/health/live"));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"error":"Model with name slow is not ready."}"""),
            await server.PostAsync("/v2/models/slow/infer", Infer));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"error":"Model with name slow is not ready."}"""),
            await server.PostAsync("/v1/models/slow:predict", """{"instances":[1]}"""));
    }

    [Fact]
    public async Task Get_Statistics_CountsRequests()
    {
        await using var server = await StartAsync();
        await server.PostAsync("/v2/models/score/infer", Infer);
        foreach (var path in (string[])["/v2/models/score/stats", "/v2/models/score/versions/3/stats"])
        {
            var (status, body) = await server.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("\"name\":\"score\",\"version\":\"3\"", body, StringComparison.Ordinal);
            Assert.Contains("\"execution_count\":1", body, StringComparison.Ordinal);
            Assert.Contains("\"success\":{\"count\":1", body, StringComparison.Ordinal);
        }

        var all = await server.GetAsync("/v2/models/stats");
        Assert.Contains("\"name\":\"iris.v2\"", all.Body, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"score\"", all.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/v2/models/absent/stats")).Status);
    }

    [Fact]
    public async Task Get_RootOfApplication_WinsOverOurs()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("score", static _ => new EchoPredictor()),
            app: static app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(
                app, "/", static async context => await context.Response.BodyWriter.WriteAsync("mine"u8.ToArray())));
        Assert.Equal((HttpStatusCode.OK, "mine"), await server.GetAsync("/"));
    }

    private static Task<KServeServer> StartAsync() => KServeServer.StartAsync(static models => models
        .AddPredictor("score", static _ => new EchoPredictor(), static model => model.Options.Version = "3")
        .AddPredictor("iris.v2", static _ => new EchoPredictor(), static model => model.UseExplainer<EchoExplainer>()));
}
