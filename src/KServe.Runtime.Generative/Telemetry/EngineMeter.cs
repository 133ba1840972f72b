using System.Diagnostics.Metrics;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Notes when requests get where, and measures one engine.</summary>
/// <remarks>Belongs to the step loop.</remarks>
internal sealed class EngineMeter(GenerationMetrics? metrics, string model, TimeProvider time)
{
    private readonly RequestMeter _requests = new(metrics, model, time);
    private long _preemptions;
    private long _queriedTokens;
    private long _hitTokens;

    /// <summary>Notes that a request takes part in a step.</summary>
    public void Scheduled(Generation generation) => _requests.Scheduled(generation.Timings);

    /// <summary>Notes that a sequence got a token.</summary>
    public void Chose(Sequence sequence) =>
        sequence.LastTokenAt = _requests.Chose(sequence.Owner.Timings, sequence.LastTokenAt);

    /// <summary>Measures a step.</summary>
    public void Stepped(int tokens, Scheduler scheduler)
    {
        if (metrics is null)
        {
            return;
        }

        if (tokens > 0)
        {
            metrics.StepTokens.Record(tokens, _requests.Tag);
        }

        AddChange(metrics.Preemptions, scheduler.Preemptions, ref _preemptions);
        AddChange(metrics.QueriedTokens, scheduler.QueriedTokens, ref _queriedTokens);
        AddChange(metrics.HitTokens, scheduler.HitTokens, ref _hitTokens);
    }

    /// <summary>Measures a request that has ended.</summary>
    public void Finished(Generation generation, FinishReason reason) => _requests.Finished(
        generation.Timings,
        new RequestFacts
        {
            Reason = reason,
            Choices = generation.Sequences.Length,
            PromptTokens = generation.Request.Prompt.Length,
            CachedTokens = generation.CachedTokens,
            CompletionTokens = generation.CompletionTokens,
            MaxTokens = generation.Plan.Parameters.MaxTokens,
        });

    private void AddChange(Counter<long> counter, long value, ref long last)
    {
        if (value > last)
        {
            counter.Add(value - last, _requests.Tag);
            last = value;
        }
    }
}
