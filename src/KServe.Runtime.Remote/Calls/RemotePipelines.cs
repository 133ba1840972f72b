using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Hedging;
using Polly.Retry;
using Polly.Timeout;

namespace KServe.Runtime.Remote;

/// <summary>Builds what surrounds the attempts of one request: time, retries, hedges.</summary>
internal sealed class RemotePipelines(RemoteModelOptions options, TimeProvider time)
{
    private readonly CallBudget _retries = new(options.Retry.Budget);
    private readonly CallBudget _hedges = new(options.Hedging.Budget);

    /// <summary>Counts a request, which earns its share of retries and hedges.</summary>
    public void Count()
    {
        _retries.Deposit();
        _hedges.Deposit();
    }

    public ResiliencePipeline<T> Build<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(bool hedges)
        where T : class
    {
        var builder = new ResiliencePipelineBuilder<T> { TimeProvider = time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (options.Retry.MaxRetries > 0)
        {
            builder.AddRetry(Retry<T>());
        }

        if (hedges && options.Hedging.Delay is { } delay)
        {
            builder.AddHedging(Hedge<T>(delay));
        }

        return builder.Build();
    }

    private RetryStrategyOptions<T> Retry<T>() => new()
    {
        MaxRetryAttempts = options.Retry.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.Retry.Delay,
        ShouldHandle = args => new ValueTask<bool>(
            args.AttemptNumber < options.Retry.MaxRetries
            && (RemoteFailures.IsSafeToRetry(args.Outcome.Exception, options.Retry.MaxDelay)
                || (options.Retry.RetriesLostConnections && RemoteFailures.IsLostConnection(args.Outcome.Exception)))
            && _retries.TryTake()),
        DelayGenerator = static args =>
            new ValueTask<TimeSpan?>((args.Outcome.Exception as InferenceException)?.RetryAfter),
    };

    // Only slowness is hedged: what failed is for the retries to decide.
    private HedgingStrategyOptions<T> Hedge<T>(TimeSpan delay) => new()
    {
        MaxHedgedAttempts = options.Hedging.MaxHedges,
        Delay = delay,
        ShouldHandle = static _ => new ValueTask<bool>(false),
        ActionGenerator = args => _hedges.TryTake() ? () => args.Callback(args.ActionContext) : null,
    };
}
