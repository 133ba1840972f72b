using System.Diagnostics.Metrics;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Notes when requests get where, and measures one engine.</summary>
/// <remarks>Belongs to the step loop.</remarks>
internal sealed class EngineMeter(GenerationMetrics? metrics, string model, TimeProvider time)
{
    /// <summary>The tag that names the model.</summary>
    public const string ModelTag = "model_name";

    private readonly KeyValuePair<string, object?> _tag = new(ModelTag, model);
    private long _preemptions;
    private long _queriedTokens;
    private long _hitTokens;

    /// <summary>Notes that a request takes part in a step.</summary>
    public void Scheduled(Generation generation)
    {
        if (generation.Timings.Scheduled == 0)
        {
            generation.Timings.Scheduled = time.GetTimestamp();
        }
    }

    /// <summary>Notes that a sequence got a token.</summary>
    public void Chose(Sequence sequence)
    {
        var now = time.GetTimestamp();
        var timings = sequence.Owner.Timings;
        if (timings.FirstToken == 0)
        {
            timings.FirstToken = now;
            metrics?.FirstToken.Record(Seconds(timings.Queued, now), _tag);
        }
        else if (sequence.LastTokenAt != 0)
        {
            metrics?.InterToken.Record(Seconds(sequence.LastTokenAt, now), _tag);
        }

        sequence.LastTokenAt = now;
        timings.LastToken = now;
        metrics?.GeneratedTokens.Add(1, _tag);
    }

    /// <summary>Measures a step.</summary>
    public void Stepped(int tokens, Scheduler scheduler)
    {
        if (metrics is null)
        {
            return;
        }

        if (tokens > 0)
        {
            metrics.StepTokens.Record(tokens, _tag);
        }

        AddChange(metrics.Preemptions, scheduler.Preemptions, ref _preemptions);
        AddChange(metrics.QueriedTokens, scheduler.QueriedTokens, ref _queriedTokens);
        AddChange(metrics.HitTokens, scheduler.HitTokens, ref _hitTokens);
    }

    /// <summary>Measures a request that has ended.</summary>
    public void Finished(Generation generation, FinishReason reason)
    {
        if (metrics is null)
        {
            return;
        }

        var name = reason switch
        {
            FinishReason.Stop => "stop",
            FinishReason.Length => "length",
            FinishReason.Repetition => "repetition",
            FinishReason.Abort => "abort",
            _ => "error",
        };
        metrics.Finished.Add(1, _tag, new KeyValuePair<string, object?>("finished_reason", name));
        var timings = generation.Timings;
        metrics.Latency.Record(Seconds(timings.Queued, time.GetTimestamp()), _tag);
        if (timings.Scheduled == 0)
        {
            return;
        }

        metrics.QueueTime.Record(Seconds(timings.Queued, timings.Scheduled), _tag);
        metrics.Choices.Record(generation.Sequences.Length, _tag);
        metrics.PromptTokens.Add(generation.Request.Prompt.Length, _tag);
        metrics.CachedTokens.Add(generation.CachedTokens, _tag);
        metrics.PromptLength.Record(generation.Request.Prompt.Length, _tag);
        metrics.AnswerLength.Record(generation.CompletionTokens, _tag);
        if (generation.Plan.Parameters.MaxTokens is { } maxTokens)
        {
            metrics.MaxTokens.Record(maxTokens, _tag);
        }

        RecordParts(generation, timings, metrics);
    }

    private void RecordParts(Generation generation, GenerationTimings timings, GenerationMetrics instruments)
    {
        if (timings.FirstToken == 0)
        {
            return;
        }

        instruments.PrefillTime.Record(Seconds(timings.Scheduled, timings.FirstToken), _tag);
        instruments.InferenceTime.Record(Seconds(timings.Scheduled, timings.LastToken), _tag);
        var decode = Seconds(timings.FirstToken, timings.LastToken);
        instruments.DecodeTime.Record(decode, _tag);
        var steps = (generation.CompletionTokens / generation.Sequences.Length) - 1;
        if (steps > 0)
        {
            instruments.TokenTime.Record(decode / steps, _tag);
        }
    }

    private void AddChange(Counter<long> counter, long value, ref long last)
    {
        if (value > last)
        {
            counter.Add(value - last, _tag);
            last = value;
        }
    }

    private double Seconds(long start, long end) => time.GetElapsedTime(start, end).TotalSeconds;
}
