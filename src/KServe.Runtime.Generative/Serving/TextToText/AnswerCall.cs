using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Telemetry;

namespace KServe.Runtime.Generative.Serving.TextToText;

/// <summary>Follows one request for both kinds of telemetry that an engine has, but for steps and caches.</summary>
/// <remarks>Not safe for concurrent use. Disposed before it is complete, the request was given up.</remarks>
internal sealed class AnswerCall(GenAiCall call, RequestMeter meter, TimeProvider time) : IDisposable
{
    private readonly GenerationTimings _timings = new() { Queued = time.GetTimestamp() };
    private SamplingPlan? _plan;
    private int _promptTokens;
    private int _completionTokens;
    private long _previous;
    private GenerationFinishReason? _lastReason;
    private FinishReason _reason = FinishReason.Abort;

    /// <summary>Gets whether the request has had a turn.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Notes that the request waits for its turn; what is refused before is none of vLLM's requests.</summary>
    public void Enter(int promptTokens, SamplingPlan plan)
    {
        _promptTokens = promptTokens;
        _plan = plan;
    }

    /// <summary>Notes that the request has a turn.</summary>
    /// <returns>Whether it is the first.</returns>
    public bool BeginTurn()
    {
        var isFirst = !HasBegun;
        HasBegun = true;
        meter.Scheduled(_timings);
        return isFirst;
    }

    /// <summary>Notes that a turn has brought a token.</summary>
    public void Note(TextGenerationUpdate update)
    {
        // Answers follow each other: between the last token of one and the first of the next is no latency.
        _previous = meter.Chose(_timings, _lastReason is null ? _previous : 0);
        _completionTokens++;
        _lastReason = update.FinishReason;
        call.Note(update);
    }

    /// <summary>Notes that all answers have ended well.</summary>
    public void Complete()
    {
        _reason = _lastReason == GenerationFinishReason.Length ? FinishReason.Length : FinishReason.Stop;
        call.CompleteAnswers(_timings, _plan!.Parameters.Count);
    }

    /// <summary>Notes that the request failed.</summary>
    /// <returns>True, so that a filter of exceptions can call it.</returns>
    public bool Fail(Exception exception)
    {
        _reason = exception is OperationCanceledException ? FinishReason.Abort : FinishReason.Error;
        return call.Fail(exception);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_plan is { } plan)
        {
            meter.Finished(_timings, new RequestFacts
            {
                Reason = _reason,
                Choices = plan.Parameters.Count,
                PromptTokens = _promptTokens,
                CompletionTokens = _completionTokens,
                MaxTokens = plan.Parameters.MaxTokens,
            });
            _plan = null;
        }

        call.Dispose();
    }
}
