using Polly.CircuitBreaker;

namespace KServe.Runtime.Remote;

/// <summary>The endpoints of a model, which take turns.</summary>
internal sealed class EndpointRing(IReadOnlyList<RemoteEndpoint> endpoints) : IDisposable
{
    private int _next;

    public IReadOnlyList<RemoteEndpoint> Endpoints => endpoints;

    /// <summary>Gets where the next request begins.</summary>
    public int NextPosition() => Interlocked.Increment(ref _next) & int.MaxValue;

    /// <summary>Runs an attempt on the next endpoint that is not left alone.</summary>
    /// <exception cref="InferenceException">All are left alone, or the attempt failed.</exception>
    public async ValueTask<T> RunAsync<T>(
        RemoteCall call,
        Func<RemoteEndpoint, RemoteCall, CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken)
    {
        var first = call.TakePosition() & int.MaxValue;
        var rest = TimeSpan.MaxValue;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var endpoint = endpoints[(int)((uint)(first + i) % (uint)endpoints.Count)];
            var open = endpoint.RestOfBreak;
            if (open > TimeSpan.Zero)
            {
                rest = open < rest ? open : rest;
                continue;
            }

            try
            {
                return await endpoint.Breaker.ExecuteAsync(
                    static (state, token) => state.attempt(state.endpoint, state.call, token),
                    (attempt, endpoint, call),
                    cancellationToken);
            }
            catch (BrokenCircuitException)
            {
                // Another request is trying the endpoint right now.
                rest = TimeSpan.FromSeconds(1) < rest ? TimeSpan.FromSeconds(1) : rest;
            }
        }

        throw RemoteErrors.AllOpen(rest);
    }

    public void Dispose()
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Dispose();
        }
    }
}
