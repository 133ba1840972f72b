namespace KServe.ControlPlane;

/// <summary>Puts the limits and the batcher of a predictor into a model's options.</summary>
internal static class ComponentOptions
{
    // KServe's defaults, also for values of zero.
    private const int DefaultBatchSize = 32;
    private const int DefaultLatency = 5000;

    /// <summary>Says which settings of transformer and explainer are not acted on.</summary>
    /// <remarks>Both run in the pipeline of the predictor, whose limits, batches and log hold for all of it.</remarks>
    public static IEnumerable<string> GetNotices(Fields spec)
    {
        (string Component, string[] Settings)[] all =
        [
            ("transformer", ["batcher", "containerConcurrency", "logger", "timeout"]),
            ("explainer", ["batcher", "containerConcurrency", "logger"]),
        ];
        foreach (var (component, settings) in all)
        {
            foreach (var name in settings)
            {
                if (spec[component][name] is { Exists: true } setting)
                {
                    yield return $"{setting.Path}: the {component} runs in the predictor's pipeline; set it there";
                }
            }
        }
    }

    public static void Apply(Fields predictor, Fields explainer, ModelBuilder model)
    {
        if (predictor["timeout"].Integer is { } timeout)
        {
            model.Options.RequestTimeout = TimeSpan.FromSeconds(timeout);
        }

        if (explainer["timeout"].Integer is { } explainTimeout)
        {
            model.Options.ExplainTimeout = TimeSpan.FromSeconds(explainTimeout);
        }

        var batcher = predictor["batcher"];
        var size = batcher["maxBatchSize"].Integer is > 0 and var rows ? (int)rows : DefaultBatchSize;
        if (batcher.Exists)
        {
            var latency = batcher["maxLatency"].Integer is > 0 and var wait ? wait : DefaultLatency;
            model.UseBatching(batching =>
            {
                batching.MaxBatchSize = size;
                batching.MaxDelay = TimeSpan.FromMilliseconds(latency);
            });
        }

        // Containers count requests, batches count calls of the model.
        if (predictor["containerConcurrency"].Integer is > 0 and var requests)
        {
            model.Options.MaxConcurrency = batcher.Exists ? (int)((requests + size - 1) / size) : (int)requests;
        }
    }
}
