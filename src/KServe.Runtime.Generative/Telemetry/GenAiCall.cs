using System.Diagnostics;
using System.Text.Json;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Follows one request to a model and reports once how it ended.</summary>
/// <remarks>Not safe for concurrent use. Disposed before its end, it was given up.</remarks>
internal sealed class GenAiCall : IDisposable
{
    private readonly GenAiTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly string _operation;
    private readonly string _model;
    private readonly Activity? _activity;
    private readonly long _start;
    private TextGenerationUsage _usage;
    private string[]? _finishReasons;
    private bool _hasEnded;

    private GenAiCall(GenAiTelemetry telemetry, TimeProvider time, string operation, string model, Activity? activity)
    {
        _telemetry = telemetry;
        _time = time;
        _operation = operation;
        _model = model;
        _activity = activity;
        _start = time.GetTimestamp();
    }

    /// <summary>Begins to follow a request for text.</summary>
    public static GenAiCall Start(
        GenAiTelemetry telemetry, TimeProvider time, string model, TextGenerationRequest request)
    {
        var operation = request.Messages is null ? GenAiNames.TextCompletion : GenAiNames.Chat;
        var tags = telemetry.Activities.HasListeners() ? GenAiTags.Of(operation, model, request) : null;
        return Start(telemetry, time, operation, model, tags);
    }

    /// <summary>Begins to follow a request for embeddings.</summary>
    public static GenAiCall Start(
        GenAiTelemetry telemetry, TimeProvider time, string model, TextEncodingRequest request)
    {
        var tags = telemetry.Activities.HasListeners() ? GenAiTags.Of(model, request) : null;
        return Start(telemetry, time, GenAiNames.Embeddings, model, tags);
    }

    /// <summary>Notes what has come of the answers.</summary>
    public void Note(TextGenerationUpdate update)
    {
        _usage = update.Usage ?? _usage;
        if (_activity is not null && update.FinishReason is { } reason)
        {
            var place = update.Choice;
            if (_finishReasons is null || place >= _finishReasons.Length)
            {
                Array.Resize(ref _finishReasons, place + 1);
            }

            // The names that clients get.
            _finishReasons[place] = JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
        }
    }

    /// <summary>Reports a request for text that ended well.</summary>
    /// <param name="timings">When the engine got where, by the same clock: readers may be slower.</param>
    /// <param name="choices">The answers that share the tokens.</param>
    public void CompleteAnswers(GenerationTimings timings, int choices)
    {
        if (timings.FirstToken != 0)
        {
            var tags = Tags(error: null);
            _telemetry.FirstToken.Record(Seconds(_start, timings.FirstToken), in tags);
            var steps = (_usage.CompletionTokens / choices) - 1;
            if (steps > 0)
            {
                _telemetry.TokenTime.Record(Seconds(timings.FirstToken, timings.LastToken) / steps, in tags);
            }
        }

        End(error: null);
    }

    /// <summary>Reports a request for embeddings that ended well.</summary>
    public void CompleteVectors(int inputTokens)
    {
        _usage = new TextGenerationUsage(inputTokens, 0, 0);
        End(error: null);
    }

    /// <summary>Reports a request that failed.</summary>
    /// <returns>True, so that a filter of exceptions can call it.</returns>
    public bool Fail(Exception exception)
    {
        End(exception switch
        {
            InferenceException inference => JsonNamingPolicy.SnakeCaseLower.ConvertName(inference.Code.ToString()),
            OperationCanceledException => "cancelled",
            _ => "internal",
        });
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => End("cancelled");

    private static GenAiCall Start(
        GenAiTelemetry telemetry,
        TimeProvider time,
        string operation,
        string model,
        IEnumerable<KeyValuePair<string, object?>>? tags)
    {
        // Internal by the conventions: the model runs in this process.
        var activity = tags is null ? null : telemetry.Activities.StartActivity(
            $"{operation} {model}", ActivityKind.Internal, parentContext: default, tags);
        return new GenAiCall(telemetry, time, operation, model, activity);
    }

    private void End(string? error)
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        var tags = Tags(error);
        _telemetry.Duration.Record(Seconds(_start, _time.GetTimestamp()), in tags);
        RecordUsage("input", _usage.PromptTokens);
        RecordUsage("output", _usage.CompletionTokens);
        if (_activity is { } activity)
        {
            Describe(activity, error);
            activity.Dispose();
        }
    }

    private void RecordUsage(string type, int tokens)
    {
        if (tokens > 0)
        {
            var tags = Tags(error: null);
            tags.Add(GenAiNames.TokenType, type);
            _telemetry.Usage.Record(tokens, in tags);
        }
    }

    private void Describe(Activity activity, string? error)
    {
        activity.SetTag(GenAiNames.ResponseModel, _model);
        if (_usage.PromptTokens > 0)
        {
            activity.SetTag(GenAiNames.InputTokens, _usage.PromptTokens);
        }

        if (_usage.PromptTokens > 0 && _operation != GenAiNames.Embeddings)
        {
            activity.SetTag(GenAiNames.CachedTokens, _usage.CachedTokens);
            activity.SetTag(GenAiNames.OutputTokens, _usage.CompletionTokens);
        }

        if (_finishReasons is not null)
        {
            activity.SetTag(GenAiNames.FinishReasons, _finishReasons);
        }

        if (error is not null)
        {
            activity.SetTag(GenAiNames.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error, error);
        }
    }

    private TagList Tags(string? error)
    {
        TagList tags = new()
        {
            { GenAiNames.OperationName, _operation },
            { GenAiNames.ProviderName, GenAiNames.Provider },
            { GenAiNames.RequestModel, _model },
            { GenAiNames.ResponseModel, _model },
        };
        if (error is not null)
        {
            tags.Add(GenAiNames.ErrorType, error);
        }

        return tags;
    }

    private double Seconds(long start, long end) => _time.GetElapsedTime(start, end).TotalSeconds;
}
