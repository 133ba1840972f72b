using System.Net;
using System.Net.Sockets;
using KServe.Client.Tests;
using KServe.Core.Tests.Fakes;

namespace KServe.Runtime.Remote.Tests.Torture;

/// <summary>The names of row D-08: they cease to resolve while the server runs, and come back.</summary>
public sealed class DnsLossTests
{
    private const string Gone =
        "Unavailable: Model with name local is not available: its remote server cannot be reached.";

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.NoRecovery)]
    public async Task D08_NameCeasesToResolve_CallsFailTypedAndRecover(SocketError failure)
    {
        var isLost = false;
        var calls = 0;
        var clock = new ManualTimeProvider();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            calls += Answers.IsInference(context) ? 1 : 0;
            return Answers.GoodAsync(context);
        });
        await using var remote = await Remote.LoadAsync(
            $"http://model.test:{server.Address.Port}",
            options =>
            {
                options.Breaker.MinimumCalls = 4;
                options.ConfigureConnections = handler =>
                {
                    handler.PooledConnectionLifetime = TimeSpan.Zero;
                    handler.ConnectCallback = (context, token) => isLost
                        ? throw new SocketException((int)failure)
                        : ConnectAsync(context.DnsEndPoint.Port, token);
                };
            },
            clock);
        Assert.Equal("ok", await remote.AskAsync());

        isLost = true;
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(Gone, await remote.AskAsync());
        }

        Assert.False(await remote.Predictor.IsHealthyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, calls);

        isLost = false;
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("ok", await remote.AskAsync());
        Assert.True(await remote.Predictor.IsHealthyAsync(TestContext.Current.CancellationToken));
    }

    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
