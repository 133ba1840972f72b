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
