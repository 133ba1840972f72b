using Polly;
using Polly.CircuitBreaker;

namespace KServe.Runtime.Remote;

/// <summary>One server of a model: its client, its breaker and its readiness.</summary>
/// <typeparam name="TClient">The client.</typeparam>
internal sealed class RemoteEndpoint<TClient> : IDisposable
    where TClient : class, IDisposable
{
    private readonly SteadyTime _time;
    private readonly EjectionCap _cap;
    private long _openUntil;
    private bool _isEjected;

    /// <param name="modelName">The model, for logs.</param>
    /// <param name="name">Host and port, for logs.</param>
    /// <param name="client">The client, which is disposed with the endpoint.</param>
    /// <param name="isReady">Asks the server whether it is ready.</param>
    /// <param name="cap">Bounds how many endpoints are left alone.</param>
    /// <param name="options">The options of the model.</param>
    /// <param name="services">What the host has.</param>
    public RemoteEndpoint(
        string modelName,
        string name,
        TClient client,
        Func<TClient, CancellationToken, Task<bool>> isReady,
        EjectionCap cap,
        RemoteModelOptions options,
        RemoteServices services)
    {
        _time = new SteadyTime(services.Time);
        _cap = cap;
        Client = client;
        Name = name;
        Breaker = options.Breaker.IsEnabled
            ? new ResiliencePipelineBuilder { TimeProvider = _time }
                .AddCircuitBreaker(GetBreaker(modelName, options.Breaker, services))
                .Build()
            : ResiliencePipeline.Empty;
        Ready = new ReadyProbe(
            token => isReady(client, token), options.HealthCacheDuration, options.HealthTimeout, services.Time);
    }

    public TClient Client { get; }

    /// <summary>Gets host and port, for logs.</summary>
    public string Name { get; }

    public ResiliencePipeline Breaker { get; }

    public ReadyProbe Ready { get; }

    /// <summary>Gets how long the breaker stays open; zero or less when it does not.</summary>
    public TimeSpan RestOfBreak => TimeSpan.FromTicks(Volatile.Read(ref _openUntil) - _time.GetUtcNow().UtcTicks);

    /// <summary>Gets whether an open breaker means that the endpoint is left alone.</summary>
    public bool IsEjected => Volatile.Read(ref _isEjected);

    public void Dispose() => Client.Dispose();

    // Polly calls these two one after the other, never at the same time.
    private void OnOpened(string modelName, TimeSpan duration, RemoteServices services)
    {
        Volatile.Write(ref _isEjected, _isEjected || _cap.TryTake());
        Volatile.Write(ref _openUntil, (_time.GetUtcNow() + duration).UtcTicks);
        if (_isEjected)
        {
            RemoteLog.Opened(services.Logger, modelName, Name, duration);
        }
        else
        {
            RemoteLog.Kept(services.Logger, modelName, Name);
        }
    }

    private void OnClosed(string modelName, RemoteServices services)
    {
        Volatile.Write(ref _openUntil, 0);
        if (_isEjected)
        {
            Volatile.Write(ref _isEjected, value: false);
            _cap.Return();
        }

        RemoteLog.Closed(services.Logger, modelName, Name);
    }

    private CircuitBreakerStrategyOptions GetBreaker(
        string modelName,
        RemoteBreakerOptions options,
        RemoteServices services) => new()
        {
            FailureRatio = options.FailureRatio,
            MinimumThroughput = options.MinimumCalls,
            SamplingDuration = options.SamplingDuration,
            BreakDuration = options.BreakDuration,
            ShouldHandle = static args => new ValueTask<bool>(RemoteFailures.IsFault(args.Outcome.Exception)),
            OnOpened = args =>
            {
                OnOpened(modelName, args.BreakDuration, services);
                return default;
            },
            OnClosed = args =>
            {
                OnClosed(modelName, services);
                return default;
            },
        };
}
