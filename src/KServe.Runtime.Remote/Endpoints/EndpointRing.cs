using Polly.CircuitBreaker;

namespace KServe.Runtime.Remote;

/// <summary>The endpoints of a model, which take turns.</summary>
/// <typeparam name="TClient">Their clients.</typeparam>
internal sealed class EndpointRing<TClient>(IReadOnlyList<RemoteEndpoint<TClient>> endpoints) : IDisposable
    where TClient : class, IDisposable
{
    private int _next;

    public IReadOnlyList<RemoteEndpoint<TClient>> Endpoints => endpoints;

    /// <summary>Gets where the next request begins.</summary>
    public EndpointTurn NextTurn() => new(Interlocked.Increment(ref _next) & int.MaxValue);

    /// <summary>Runs an attempt on the next endpoint that is not left alone.</summary>
    /// <exception cref="InferenceException">All are left alone, or the attempt failed.</exception>
    public async ValueTask<T> RunAsync<TCall, T>(
        EndpointTurn turn,
        TCall call,
        Func<RemoteEndpoint<TClient>, TCall, CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken)
    {
        var first = turn.Take();
        var rest = TimeSpan.MaxValue;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var endpoint = endpoints[(int)((uint)(first + i) % (uint)endpoints.Count)];
            var open = endpoint.RestOfBreak;
            if (open > TimeSpan.Zero)
            {
                if (!endpoint.IsEjected)
                {
                    return await attempt(endpoint, call, cancellationToken);
                }

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

    /// <summary>Asks all endpoints whether they are ready, until one says so.</summary>
    public async ValueTask<bool> IsAnyReadyAsync(CancellationToken cancellationToken)
    {
        var answers = new Task<bool>[endpoints.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = endpoints[i].Ready.AskAsync();
        }

        await foreach (var answer in Task.WhenEach(answers).WithCancellation(cancellationToken))
        {
            if (await answer)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Dispose();
        }
    }
}
