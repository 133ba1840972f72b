using System.Net;
using System.Text;
using KServe.AspNetCore.Tests.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Torture;

/// <summary>Rows G-05 and G-06 of the torture list: a full queue, over the wire.</summary>
public sealed class OverloadTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    [Fact]
    public async Task G05_OneAtATime_ElevenAreServedAndTheTwelfthIsRefused()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "m", _ => predictor, static model => model.Options.MaxConcurrency = 1));
        var first = server.PostAsync("/v2/models/m/infer", Infer);
        await predictor.Entered;
        List<Task<(HttpStatusCode Status, string Body)>> waiting = [];
        for (var i = 1; i <= 10; i++)
        {
            waiting.Add(server.PostAsync("/v2/models/m/infer", Infer));
            await UntilQueuedAsync(server, i);
        }

        using var content = new StringContent(Infer, Encoding.UTF8, "application/json");
        using var refused = await server.PostAsync("/v2/models/m/infer", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("queue-full", refused.Headers.GetValues("x-kserve-reason").Single());
        predictor.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        foreach (var (status, _) in await Task.WhenAll(waiting))
        {
            Assert.Equal(HttpStatusCode.OK, status);
        }

        await UntilQueuedAsync(server, 0);
    }

    [Fact]
    public async Task G06_ClientGoesWhileQueued_ItsPlaceIsFree()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "m",
            _ => predictor,
            static model => (model.Options.MaxConcurrency, model.Options.QueueLength) = (1, 1)));
        var first = server.PostAsync("/v2/models/m/infer", Infer);
        await predictor.Entered;
        using var gone = new CancellationTokenSource();
        using var content = new StringContent(Infer, Encoding.UTF8, "application/json");
        var queued = server.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), content, gone.Token);
        await UntilQueuedAsync(server, 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await UntilQueuedAsync(server, 0);
        var next = server.PostAsync("/v2/models/m/infer", Infer);
        await UntilQueuedAsync(server, 1);
        predictor.Open();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).Status, (await next).Status));
    }

    [Fact]
    public async Task G06_QueueFullOfAModelThatSaysSo_IsTooManyRequests()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "m",
            _ => predictor,
            static model =>
            {
                (model.Options.MaxConcurrency, model.Options.QueueLength) = (1, 0);
                model.Options.QueueOverflow = QueueOverflow.TooManyRequests;
            }));
        var first = server.PostAsync("/v2/models/m/infer", Infer);
        await predictor.Entered;
        using var content = new StringContent(Infer, Encoding.UTF8, "application/json");
        using var refused = await server.PostAsync("/v2/models/m/infer", content);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("queue-full", refused.Headers.GetValues("x-kserve-reason").Single());
        predictor.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
    }

    [Fact]
    public async Task G06_QueueFullOverGrpc_NamesTheReasonAndTheDelay()
    {
        var predictor = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(models => models.AddPredictor(
            "m",
            _ => predictor,
            static model => (model.Options.MaxConcurrency, model.Options.QueueLength) = (1, 0)));
        var first = server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1));
        await predictor.Entered;
        var refused = await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1));
        Assert.Equal(14, refused.Status);
        Assert.Equal("queue-full", refused.Get("x-kserve-reason"));
        Assert.Equal("1000", refused.Get("grpc-retry-pushback-ms"));
        predictor.Open();
        Assert.Equal(0, (await first).Status);
    }

    [Fact]
    public async Task G06_WaitsTooLongInTheQueue_Is503WithTheReason()
    {
        var predictor = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "m",
            _ => predictor,
            static model =>
            {
                (model.Options.MaxConcurrency, model.Options.QueueLength) = (1, 1);
                model.Options.QueueTimeout = TimeSpan.FromMilliseconds(20);
            }));
        var first = server.PostAsync("/v2/models/m/infer", Infer);
        await predictor.Entered;
        using var content = new StringContent(Infer, Encoding.UTF8, "application/json");
        using var late = await server.PostAsync("/v2/models/m/infer", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Equal("queue-timeout", late.Headers.GetValues("x-kserve-reason").Single());
        await UntilQueuedAsync(server, 0);
        predictor.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
    }

    private static async Task UntilQueuedAsync(KServeServer server, int count)
    {
        var line = $"kserve_request_queued{{model_name=\"m\",model_version=\"1\"}} {count}\n";
        while (!(await server.GetAsync("/metrics")).Body.Contains(line, StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
