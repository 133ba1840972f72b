using KServe.Load.Calls;

namespace KServe.AllocationBudget;

/// <summary>Measures how many managed bytes the server allocates per request.</summary>
internal sealed class Measurement(ServerProcess server)
{
    private const int WarmUp = 3000;
    private const int Rounds = 3;
    private const int Requests = 4000;

    /// <summary>Sends one request after the other over one connection, and takes the best of some rounds.</summary>
    /// <remarks>The best, because what else allocates in the process (timers, new threads) only adds.</remarks>
    public async Task<double> RunAsync(LoadCall call)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { MaxConnectionsPerServer = 1 });
        await SendAsync(client, call, WarmUp);
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = await server.GetAllocatedAsync();
            await SendAsync(client, call, Requests);
            var after = await server.GetAllocatedAsync();
            best = Math.Min(best, (after - before) / (double)Requests);
        }

        return best;
    }

    private async Task SendAsync(HttpMessageInvoker client, LoadCall call, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (await call.SendAsync(client, server.Addresses, CancellationToken.None) is { } error)
            {
                throw new InvalidOperationException(error);
            }
        }
    }
}
