using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http;

public sealed class ErrorTests
{
    private const string Json = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    [Theory]
    [InlineData(InferenceErrorCode.InvalidArgument, 400)]
    [InlineData(InferenceErrorCode.NotFound, 404)]
    [InlineData(InferenceErrorCode.Conflict, 409)]
    [InlineData(InferenceErrorCode.TooLarge, 413)]
    [InlineData(InferenceErrorCode.UnsupportedMediaType, 415)]
    [InlineData(InferenceErrorCode.ResourceExhausted, 429)]
    [InlineData(InferenceErrorCode.Cancelled, 499)]
    [InlineData(InferenceErrorCode.Internal, 500)]
    [InlineData(InferenceErrorCode.Unimplemented, 501)]
    [InlineData(InferenceErrorCode.Unavailable, 503)]
    [InlineData(InferenceErrorCode.DeadlineExceeded, 504)]
    public async Task Infer_ModelRefuses_StatusFollowsTable(InferenceErrorCode code, int status)
    {
        var error = new InferenceException(code, "no \"luck\"\r\n") { RetryAfter = TimeSpan.FromSeconds(2.1) };
        await using var server = await StartAsync(error);
        using var content = new StringContent(Json, Encoding.UTF8, "application/json");
        using var response = await server.PostAsync("/v2/models/model/infer", content);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), response.Headers.RetryAfter?.Delta);
        Assert.Equal(
            """{"error":"no \"luck\"\r\n"}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Infer_ModelFails_Answers500WithoutDetails()
    {
        await using var server = await StartAsync(new InvalidOperationException("/secret/path"));
        server.ExpectsErrors = true;
        var (status, body) = await server.PostAsync("/v2/models/model/infer", Json);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal("""{"error":"Model with name model failed to answer the request."}""", body);
    }

    [Fact]
    public async Task Infer_LongerThanTimeout_Answers504()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "model", _ => predictor, static model => model.Options.RequestTimeout = TimeSpan.FromMilliseconds(50)));
        var (status, body) = await server.PostAsync("/v2/models/model/infer", Json);
        Assert.Equal(
            (HttpStatusCode.GatewayTimeout, """{"error":"Model with name model did not answer within 0.05 s."}"""),
            (status, body));
        await predictor.Cancelled;
    }

    [Fact]
    public async Task Infer_ClientLeaves_CancelsTheModelAndIsCounted()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(
            models => models.AddPredictor("model", _ => predictor));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var content = new StringContent(Json, Encoding.UTF8, "application/json");
        var call = server.Client.PostAsync(new Uri("/v2/models/model/infer", UriKind.Relative), content, cancel.Token);
        await predictor.Entered;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await predictor.Cancelled;
        while (!(await server.GetAsync("/metrics")).Body.Contains("kserve_http_client_closed_total 1", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Infer_AfterCancelledOnes_StartsWithFreshDeadline()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "slow", _ => predictor, static model => model.Options.RequestTimeout = TimeSpan.FromMilliseconds(20))
            .AddPredictor("echo", static _ => new EchoPredictor()));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.GatewayTimeout, (await server.PostAsync("/v2/models/slow/infer", Json)).Status);
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/echo/infer", Json)).Status);
        }
    }

    [Fact]
    public async Task Infer_ModelSetsHeaders_SendsTheSafeOnes()
    {
        var predictor = new EchoPredictor
        {
            OnPredict = static (request, response) =>
            {
                response.Headers["X-Seen"] = request.Headers["x-in"];
                response.Headers["X-Split"] = "a\r\nX-Evil: 1";
                response.Headers["X Bad"] = "a";
                response.Headers["Content-Length"] = "1";
                response.Headers["Transfer-Encoding"] = "chunked";
            },
        };
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor("model", _ => predictor));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/model/infer")
        {
            Content = new StringContent(Json, Encoding.UTF8, "application/json"),
            Headers = { { "X-In", "yes" } },
        };
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("yes", Assert.Single(response.Headers.GetValues("X-Seen")));
        Assert.False(response.Headers.Contains("X-Split"));
        Assert.False(response.Headers.Contains("X-Evil"));
        Assert.Equal(4, server.Logs.Lines.Count(static line => line.Id.Id == 2005));
    }

    [Fact]
    public async Task Infer_QueueIsFull_Answers503AtOnce()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor("model", _ => predictor, static model =>
        {
            model.Options.MaxConcurrency = 1;
            model.Options.QueueLength = 0;
        }));
        var first = server.PostAsync("/v2/models/model/infer", Json);
        await predictor.Entered;
        using var content = new StringContent(Json, Encoding.UTF8, "application/json");
        using var second = await server.PostAsync("/v2/models/model/infer", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        predictor.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
    }

    private static Task<KServeServer> StartAsync(Exception error) => KServeServer.StartAsync(
        models => models.AddPredictor("model", _ => new ThrowingPredictor(error)));
}
