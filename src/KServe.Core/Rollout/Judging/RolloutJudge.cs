using System.Globalization;

namespace KServe;

/// <summary>Compares a canary with the stable track by the rules of its options.</summary>
internal static class RolloutJudge
{
    /// <summary>Decides about the current step.</summary>
    /// <param name="options">The rules.</param>
    /// <param name="canary">What the canary has answered in this step.</param>
    /// <param name="stable">What the stable track has answered, of which little counts for nothing.</param>
    /// <param name="elapsed">How long the step lasts already.</param>
    /// <returns>The decision, and the reason of a rollback.</returns>
    public static (RolloutDecision Decision, string Reason) Judge(
        RolloutOptions options,
        TrafficSample canary,
        TrafficSample stable,
        TimeSpan elapsed)
    {
        var isEnough = canary.Requests >= options.MinRequests;
        var canCompare = stable.Requests >= options.MinRequests;

        // Early when it is certain: failures stay too many even if all that are missing to the minimum succeed.
        var rate = (double)canary.Failures / Math.Max(canary.Requests, options.MinRequests);
        if (rate > options.MaxErrorRate)
        {
            return RollBack($"{Percent(rate)} of requests failed, at most {Percent(options.MaxErrorRate)} may");
        }

        if (isEnough && canCompare && rate > stable.ErrorRate + options.MaxErrorRateIncrease)
        {
            return RollBack(
                $"{Percent(rate)} of requests failed, of the stable track's {Percent(stable.ErrorRate)}");
        }

        if (FindSlowness(options, canary, stable) is { } slowness)
        {
            return RollBack(slowness);
        }

        return (isEnough && elapsed >= options.StepDuration ? RolloutDecision.Advance : RolloutDecision.Wait, "");
    }

    // Each kind with its own: what an explanation takes says nothing about predictions.
    private static string? FindSlowness(RolloutOptions options, TrafficSample canary, TrafficSample stable)
    {
        foreach (var kind in (ReadOnlySpan<TrafficKind>)
            [TrafficKind.Prediction, TrafficKind.Explanation, TrafficKind.Stream])
        {
            var (own, other) = (canary.Of(kind), stable.Of(kind));
            if (own.Requests < options.MinRequests)
            {
                continue;
            }

            if (kind != TrafficKind.Explanation && options.MaxLatency is { } most && own.Latency > most)
            {
                return $"{Name(kind)} was {Milliseconds(own.Latency)}, at most {Milliseconds(most)} may be";
            }

            if (other.Requests >= options.MinRequests
                && options.MaxLatencyRatio is { } ratio
                && own.Latency > other.Latency * ratio)
            {
                return $"{Name(kind)} was {Milliseconds(own.Latency)}, "
                    + $"the stable track's {Milliseconds(other.Latency)}";
            }
        }

        return null;
    }

    private static string Name(TrafficKind kind) => kind switch
    {
        TrafficKind.Explanation => "the latency of explanations",
        TrafficKind.Stream => "the time to the first response of streams",
        _ => "the latency",
    };

    private static (RolloutDecision Decision, string Reason) RollBack(string reason) =>
        (RolloutDecision.RollBack, reason);

    private static string Percent(double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.##} %");

    private static string Milliseconds(TimeSpan latency) =>
        string.Create(CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds:0.###} ms");
}
