using KServe.Client;
using Polly;
using Polly.CircuitBreaker;

namespace KServe.Runtime.Remote;

/// <summary>One server of a model: its client, its breaker and its readiness.</summary>
internal sealed class RemoteEndpoint : IDisposable
{
    private readonly SteadyTime _time;
    private long _openUntil;

    public RemoteEndpoint(
        string modelName,
        InferenceClient client,
        RemoteModelOptions options,
        RemoteServices services)
    {
        _time = new SteadyTime(services.Time);
        Client = client;
        Name = client.BaseAddress.Authority;
        Breaker = options.Breaker.IsEnabled
            ? new ResiliencePipelineBuilder { TimeProvider = _time }
                .AddCircuitBreaker(GetBreaker(modelName, options.Breaker, services))
                .Build()
            : ResiliencePipeline.Empty;
        var remoteName = options.ModelName ?? modelName;
        Ready = new ReadyProbe(
            token => client.IsModelReadyAsync(remoteName, options.ModelVersion, token),
            options.HealthCacheDuration,
            options.HealthTimeout,
            services.Time);
    }

    public InferenceClient Client { get; }

    /// <summary>Gets host and port, for logs.</summary>
    public string Name { get; }

    public ResiliencePipeline Breaker { get; }

    public ReadyProbe Ready { get; }

    /// <summary>Gets how long the endpoint is still left alone; zero or less when it is not.</summary>
    public TimeSpan RestOfBreak => TimeSpan.FromTicks(Volatile.Read(ref _openUntil) - _time.GetUtcNow().UtcTicks);

    public void Dispose() => Client.Dispose();

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
                Volatile.Write(ref _openUntil, (_time.GetUtcNow() + args.BreakDuration).UtcTicks);
                RemoteLog.Opened(services.Logger, modelName, Name, args.BreakDuration);
                return default;
            },
            OnClosed = args =>
            {
                Volatile.Write(ref _openUntil, 0);
                RemoteLog.Closed(services.Logger, modelName, Name);
                return default;
            },
        };
}
