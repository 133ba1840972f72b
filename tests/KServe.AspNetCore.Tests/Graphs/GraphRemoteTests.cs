using System.Net;
using System.Net.Sockets;
using KServe.Graphs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Graphs;

public sealed class GraphRemoteTests
{
    private const string Input = """{"instances":[1]}""";

    [Fact]
    public async Task Call_Headers_OnlyThoseThatAreChosenGoOn()
    {
        await using var remote = await RemoteService.StartAsync(200, "{}");
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraphs(static options => options.PropagateHeaders.Add("^Test-Header-"))
            .AddInferenceGraph("g", graph => graph.Sequence("root", node => node.Url(remote.Url))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphs/g")
        {
            Content = new StringContent(Input),
            Headers =
            {
                { "test-header-a", "1" }, { "Authorization", "Bearer secret" }, { "x-request-id", "r7" },
                { "Cookie", "a=b" },
            },
        };
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var sent = Assert.Single(remote.Requests);
        Assert.Equal("1", sent.Headers["Test-Header-A"]);
        Assert.Equal("r7", sent.Headers["X-Request-Id"]);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.DoesNotContain("Authorization", sent.Headers.Keys);
        Assert.DoesNotContain("Cookie", sent.Headers.Keys);
    }

    [Fact]
    public async Task Call_NobodyListens_TheSoftStepIsPassedAndTheHardOneFails()
    {
        var nowhere = GetFreeUrl();
        await using var remote = await RemoteService.StartAsync(200, """{"ok":1}""");
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraph("soft", graph => graph.Sequence("root", node => node.Url(nowhere).Url(remote.Url)))
            .AddInferenceGraph("hard", graph => graph.Sequence("root", node => node
                .Url(nowhere, static step => step.Named("away").Hard())
                .Url(remote.Url)))
            .AddInferenceGraph("both", graph => graph.Ensemble("root", node => node
                .Url(nowhere, static step => step.Named("away"))
                .Url(remote.Url, static step => step.Named("here")))));
        const string Failed =
            """{"error":"Failed to process request","cause":"step \u0027away\u0027 could not be reached"}""";
        Assert.Equal((HttpStatusCode.OK, """{"ok":1}"""), await server.PostAsync("/graphs/soft", Input));
        Assert.Equal((HttpStatusCode.InternalServerError, Failed), await server.PostAsync("/graphs/hard", Input));
        Assert.Equal(
            (HttpStatusCode.OK, $$$"""{"away":{{{Failed}}},"here":{"ok":1}}"""),
            await server.PostAsync("/graphs/both", Input));
        Assert.DoesNotContain(
            server.Logs.Lines, line => line.Text.Contains(nowhere.Port.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_ServiceAnswersTooMuch_TheStepFails()
    {
        await using var remote = await RemoteService.StartAsync(200, new string(' ', 5000));
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraphs(static options => options.MaxResponseSize = 4096)
            .AddInferenceGraph("g", graph => graph.Sequence("root", node => node.Url(remote.Url))));
        var (status, body) = await server.PostAsync("/graphs/g", Input);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("answered with more than 4096 bytes", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServiceRedirects_NothingIsFollowed()
    {
        await using var other = await RemoteService.StartAsync(200, "{}");
        await using var remote = await RemoteService.StartAsync(context =>
        {
            context.Response.Redirect(other.Url.ToString(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraph("g", graph => graph.Sequence("root", node => node.Url(remote.Url))));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await server.PostAsync("/graphs/g", Input)).Status);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Call_ServiceDoesNotAnswer_TheStepTimesOut()
    {
        await using var remote = await RemoteService.StartAsync(
            static context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraph("g", graph =>
            {
                graph.ServiceTimeout = TimeSpan.FromMilliseconds(200);
                graph.Sequence("root", node => node.Url(remote.Url));
            }));
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await server.PostAsync("/graphs/g", Input)).Status);
        Assert.Single(remote.Requests);
    }

    [Fact]
    public async Task Call_GraphTakesTooLong_TheRequestTimesOut()
    {
        await using var remote = await RemoteService.StartAsync(
            static context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraph("g", graph =>
            {
                graph.Timeout = TimeSpan.FromMilliseconds(200);
                graph.Sequence("root", node => node.Url(remote.Url));
            }));
        Assert.Equal(
            (HttpStatusCode.GatewayTimeout, """{"error":"Graph with name g did not answer within 0.2 s."}"""),
            await server.PostAsync("/graphs/g", Input));
    }

    [Fact]
    public async Task Call_LastStepStreams_PartsArriveAsTheyAreMade()
    {
        var gate = new TaskCompletionSource();
        await using var first = await RemoteService.StartAsync(200, """{"instances":[2]}""");
        await using var stream = await RemoteService.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await gate.Task;
            await context.Response.WriteAsync("data: 2\n\n", context.RequestAborted);
        });
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraph("g", graph => graph
                .Sequence("root", node => node.Url(first.Url).Node("last", static step => step.OnResponse()))
                .Splitter("last", node => node.Url(stream.Url, static step => step.Weight(100)))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphs/g") { Content = new StringContent(Input) };
        using var response = await server.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("data: 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        gate.SetResult();
        Assert.Equal(
            "\ndata: 2\n\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("""{"instances":[2]}""", Assert.Single(stream.Requests).Body);
    }

    [Fact]
    public async Task Call_ServiceByNameIsElsewhere_ItsUrlIsCalled()
    {
        await using var remote = await RemoteService.StartAsync(200, """{"predictions":[5]}""");
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraphs(options => options.ServiceUrls["away"] = remote.Url.ToString())
            .AddInferenceGraph("g", static graph => graph.Sequence("root", static node => node.Service("away"))));
        Assert.Equal((HttpStatusCode.OK, """{"predictions":[5]}"""), await server.PostAsync("/graphs/g", Input));
    }

    private static Uri GetFreeUrl()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://{socket.LocalEndPoint}/");
    }
}
