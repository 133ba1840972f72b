using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Measures requests to one model under vLLM's names: when they got where, and what they were.</summary>
/// <remarks>Safe for concurrent use; what it is told of one request belongs to one caller at a time.</remarks>
internal sealed class RequestMeter(GenerationMetrics? metrics, string model, TimeProvider time)
{
    /// <summary>The tag that names the model.</summary>
    public const string ModelTag = "model_name";

    private readonly KeyValuePair<string, object?> _tag = new(ModelTag, model);

    /// <summary>Gets the tag of everything that is measured of the model.</summary>
    public KeyValuePair<string, object?> Tag => _tag;

    /// <summary>Notes that a request does not wait any more.</summary>
    public void Scheduled(GenerationTimings timings)
    {
        if (timings.Scheduled == 0)
        {
            timings.Scheduled = time.GetTimestamp();
        }
    }

    /// <summary>Notes that an answer got a token.</summary>
    /// <param name="timings">The request.</param>
    /// <param name="previous">When the answer's token before was chosen; 0 for none.</param>
    /// <returns>When this one was.</returns>
    public long Chose(GenerationTimings timings, long previous)
    {
        var now = time.GetTimestamp();
        if (timings.FirstToken == 0)
        {
            timings.FirstToken = now;
            metrics?.FirstToken.Record(Seconds(timings.Queued, now), _tag);
        }
        else if (previous != 0)
        {
            metrics?.InterToken.Record(Seconds(previous, now), _tag);
        }

        timings.LastToken = now;
        metrics?.GeneratedTokens.Add(1, _tag);
        return now;
    }

    /// <summary>Measures a request that has ended.</summary>
    public void Finished(GenerationTimings timings, in RequestFacts request)
    {
        if (metrics is null)
        {
            return;
        }

        metrics.Finished.Add(1, _tag, new KeyValuePair<string, object?>("finished_reason", NameOf(request.Reason)));
        metrics.Latency.Record(Seconds(timings.Queued, time.GetTimestamp()), _tag);
        if (timings.Scheduled == 0)
        {
            return;
        }

        metrics.QueueTime.Record(Seconds(timings.Queued, timings.Scheduled), _tag);
        metrics.Choices.Record(request.Choices, _tag);
        metrics.PromptTokens.Add(request.PromptTokens, _tag);
        metrics.CachedTokens.Add(request.CachedTokens, _tag);
        metrics.PromptLength.Record(request.PromptTokens, _tag);
        metrics.AnswerLength.Record(request.CompletionTokens, _tag);
        if (request.MaxTokens is { } maxTokens)
        {
            metrics.MaxTokens.Record(maxTokens, _tag);
        }

        if (timings.FirstToken != 0)
        {
            RecordParts(timings, request, metrics);
        }
    }

    private static string NameOf(FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        FinishReason.Repetition => "repetition",
        FinishReason.Abort => "abort",
        _ => "error",
    };

    private void RecordParts(GenerationTimings timings, in RequestFacts request, GenerationMetrics instruments)
    {
        instruments.PrefillTime.Record(Seconds(timings.Scheduled, timings.FirstToken), _tag);
        instruments.InferenceTime.Record(Seconds(timings.Scheduled, timings.LastToken), _tag);
        var decode = Seconds(timings.FirstToken, timings.LastToken);
        instruments.DecodeTime.Record(decode, _tag);
        var steps = (request.CompletionTokens / request.Choices) - 1;
        if (steps > 0)
        {
            instruments.TokenTime.Record(decode / steps, _tag);
        }
    }

    private double Seconds(long start, long end) => time.GetElapsedTime(start, end).TotalSeconds;
}
