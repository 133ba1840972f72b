using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Tests.Hosting;

public sealed class DrainTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    private const string Instances = """{"instances":[1]}""";

    private static readonly TimeSpan DrainDelay = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Stop_WithRequestInFlight_AnswersItAndTurnsOthersAway()
    {
        var predictor = new GatedPredictor();
        var time = new HeldTimeProvider(DrainDelay);
        await using var server = await KServeServer.StartAsync(
            models => models.AddPredictor("model", _ => predictor).AddPredictor("echo", static _ => new EchoPredictor()),
            host: host => host.Services
                .AddSingleton<TimeProvider>(time)
                .Configure<KServeOptions>(static options => options.DrainDelay = DrainDelay));
        var inFlight = server.PostAsync("/v2/models/model/infer", Infer);
        await predictor.Entered;
        var stopped = server.StopAsync();
        await time.Held;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/v2/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/live")).Status);
        using var content = new StringContent(Infer, Encoding.UTF8, "application/json");
        using var late = await server.PostAsync("/v2/models/echo/infer", content);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.True(late.Headers.ConnectionClose);

        time.Release();
        await WaitClosedAsync(server.Address.Port);
        predictor.Open();
        Assert.Equal(HttpStatusCode.OK, (await inFlight).Status);
        await stopped;
    }

    [Fact]
    public async Task D01_ManyInFlight_AllAreAnswered()
    {
        const int Unary = 50;
        const int Streams = 20;
        var predictor = new GatedPredictor();
        var stream = new GatedStreamPredictor();
        await using var server = await KServeServer.StartAsync(models => models
            .AddPredictor("unary", _ => predictor, static model => model.Options.MaxConcurrency = Unary)
            .AddPredictor("stream", _ => stream, static model => model.Options.MaxConcurrency = Streams));
        List<Task<(HttpStatusCode Status, string Body)>> running =
        [
            .. Enumerable.Range(0, Unary).Select(_ => server.PostAsync("/v2/models/unary/infer", Infer)),
            .. Enumerable.Range(0, Streams).Select(_ => server.PostAsync("/v1/models/stream:predict", Instances)),
        ];
        await stream.UntilAsync(Streams);
        await UntilActiveAsync(server, Unary);

        var stopped = server.StopAsync();
        await WaitClosedAsync(server.Address.Port);
        predictor.Open();
        stream.Open();
        foreach (var (status, body) in await Task.WhenAll(running))
        {
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.NotEmpty(body);
        }

        await stopped;
    }

    [Fact]
    public async Task ShutdownTimeout_WithDrainDelay_GrowsByIt()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddProtocols().AddPredictor("echo", static _ => new EchoPredictor()),
            host: static host =>
            {
                host.Services.Configure<KServeOptions>(static options => options.DrainDelay = TimeSpan.FromTicks(7));
                host.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(9));
            });
        Assert.Equal(
            TimeSpan.FromSeconds(9) + TimeSpan.FromTicks(7),
            server.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    private static async Task UntilActiveAsync(KServeServer server, int count)
    {
        var line = $"kserve_request_active{{model_name=\"unary\",model_version=\"1\"}} {count}\n";
        while (!(await server.GetAsync("/metrics")).Body.Contains(line, StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task WaitClosedAsync(int port)
    {
        while (true)
        {
            try
            {
                (await RawHttp.ConnectAsync(port)).Dispose();
            }
            catch (SocketException)
            {
                return;
            }
        }
    }
}
