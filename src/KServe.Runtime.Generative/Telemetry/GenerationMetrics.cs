using System.Diagnostics.Metrics;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>Holds the instruments of one host: vLLM's names, those of OpenTelemetry, and what models cost.</summary>
/// <remarks>Safe for concurrent use. All engines of a host share it; tags tell their models apart.</remarks>
internal sealed class GenerationMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Lock _lock = new();
    private volatile KeyValuePair<string, EngineGauges>[] _engines = [];
    private volatile ModelFacts[] _models = [];

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The host's factory; null in a process without one.</param>
    public GenerationMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(GenerationTelemetry.Name) ?? new Meter(GenerationTelemetry.Name);
        GenAi = new GenAiTelemetry(_meter);
        Gauge("num_requests_running", "Answers that run.", static engine => engine.Running);
        Gauge("num_requests_waiting", "Answers that wait for a place and for memory.", static engine => engine.Waiting);
        Gauge(
            "kv_cache_usage_perc",
            "Share of the KV cache that is in use, 1 is all.",
            static engine => engine.TotalBlocks > 0 ? engine.Usage : null);
        _meter.CreateObservableGauge(
            "vllm:cache_config_info", ObserveCaches, unit: null, "The blocks of the KV cache; the value is 1.");
        QueriedTokens = Counter("prefix_cache_queries", "Tokens that were looked for in the prefix cache.");
        HitTokens = Counter("prefix_cache_hits", "Tokens that were found in the prefix cache.");
        Preemptions = Counter("num_preemptions", "Times that an answer lost its blocks and was computed again.");
        PromptTokens = Counter("prompt_tokens", "Tokens of prompts, those from the cache included.");
        CachedTokens = Counter("prompt_tokens_cached", "Tokens of prompts that came from the cache.");
        GeneratedTokens = Counter("generation_tokens", "Tokens of answers.");
        Finished = Counter("request_success", "Requests that ended, by reason.");
        FirstToken = Time("time_to_first_token_seconds", "Time to a first token.", GenerationBuckets.FirstToken);
        InterToken = Time("inter_token_latency_seconds", "Time between tokens.", GenerationBuckets.Token);
        TokenTime = Time(
            "request_time_per_output_token_seconds", "Mean time of a request's tokens.", GenerationBuckets.Token);
        Latency = Time("e2e_request_latency_seconds", "Time of a request.", GenerationBuckets.Request);
        QueueTime = Time("request_queue_time_seconds", "Time that a request waited.", GenerationBuckets.Request);
        InferenceTime = Time(
            "request_inference_time_seconds", "Time from first step to last token.", GenerationBuckets.Request);
        PrefillTime = Time(
            "request_prefill_time_seconds", "Time from first step to first token.", GenerationBuckets.Request);
        DecodeTime = Time(
            "request_decode_time_seconds", "Time from first to last token.", GenerationBuckets.Request);
        StepTokens = Histogram("iteration_tokens_total", "{token}", "Tokens of a step.", GenerationBuckets.Step);
        Choices = Histogram("request_params_n", "{answer}", "Answers to a prompt.", GenerationBuckets.Choices);
        PromptLength = Histogram(
            "request_prompt_tokens", "{token}", "Tokens of a request's prompt.", GenerationBuckets.Length);
        AnswerLength = Histogram(
            "request_generation_tokens", "{token}", "Tokens of a request's answers.", GenerationBuckets.Length);
        MaxTokens = Histogram(
            "request_params_max_tokens", "{token}", "The most tokens that requests ask for.", GenerationBuckets.Length);
        Fact("weights", "By", "Bytes of a model's weights.", static model => model.WeightBytes);
        Fact("token.weights", "By", "Bytes of weights that each token reads.", static model => model.TokenBytes);
        Fact("kv_cache", "By", "Bytes of the KV cache.", static model => model.CacheBytes);
        Fact("memory.bytes_per_second", "By/s", "Bandwidth measured at load.", static model => model.Bandwidth);
        Fact(
            "roofline.tokens_per_second",
            "{token}/s",
            "Tokens that the bandwidth allows one stream.",
            static model => model.Roofline);
    }

    /// <summary>Gets what reports by OpenTelemetry's conventions for generative AI.</summary>
    public GenAiTelemetry GenAi { get; }

    public Counter<long> QueriedTokens { get; }

    public Counter<long> HitTokens { get; }

    public Counter<long> Preemptions { get; }

    public Counter<long> PromptTokens { get; }

    public Counter<long> CachedTokens { get; }

    public Counter<long> GeneratedTokens { get; }

    public Counter<long> Finished { get; }

    public Histogram<double> FirstToken { get; }

    public Histogram<double> InterToken { get; }

    public Histogram<double> TokenTime { get; }

    public Histogram<double> Latency { get; }

    public Histogram<double> QueueTime { get; }

    public Histogram<double> InferenceTime { get; }

    public Histogram<double> PrefillTime { get; }

    public Histogram<double> DecodeTime { get; }

    public Histogram<double> StepTokens { get; }

    public Histogram<double> Choices { get; }

    public Histogram<double> PromptLength { get; }

    public Histogram<double> AnswerLength { get; }

    public Histogram<double> MaxTokens { get; }

    /// <summary>Shows an engine in the gauges.</summary>
    public void Observe(string model, EngineGauges gauges)
    {
        lock (_lock)
        {
            _engines = [.. _engines, new(model, gauges)];
        }
    }

    /// <summary>Shows an engine no more.</summary>
    public void Forget(EngineGauges gauges)
    {
        lock (_lock)
        {
            _engines = [.. _engines.Where(engine => engine.Value != gauges)];
        }
    }

    /// <summary>Shows what a model costs.</summary>
    public void Observe(ModelFacts model)
    {
        lock (_lock)
        {
            _models = [.. _models, model];
        }
    }

    /// <summary>Shows a model no more.</summary>
    public void Forget(ModelFacts model)
    {
        lock (_lock)
        {
            _models = [.. _models.Where(known => !ReferenceEquals(known, model))];
        }
    }

    public void Dispose()
    {
        _meter.Dispose();
        GenAi.Dispose();
    }

    private IEnumerable<Measurement<double>> ObserveCaches() => _engines.Where(HasCache).Select(
        static engine => new Measurement<double>(
            1,
            new KeyValuePair<string, object?>(RequestMeter.ModelTag, engine.Key),
            new KeyValuePair<string, object?>("block_size", engine.Value.BlockSize),
            new KeyValuePair<string, object?>("num_gpu_blocks", engine.Value.TotalBlocks)));

    // Encoder-decoders have keys and values for each answer, and no cache.
    private static bool HasCache(KeyValuePair<string, EngineGauges> engine) => engine.Value.TotalBlocks > 0;

    private void Gauge(string name, string description, Func<EngineGauges, double?> read) =>
        _meter.CreateObservableGauge(
            "vllm:" + name,
            () => _engines.Where(engine => read(engine.Value) is not null).Select(engine => new Measurement<double>(
                read(engine.Value)!.Value, new KeyValuePair<string, object?>(RequestMeter.ModelTag, engine.Key))),
            unit: null,
            description);

    private void Fact(string name, string unit, string description, Func<ModelFacts, double?> read) =>
        _meter.CreateObservableGauge(
            "kserve.generation." + name,
            () => _models.Where(model => read(model) is not null).Select(model => new Measurement<double>(
                read(model)!.Value, new KeyValuePair<string, object?>(RequestMeter.ModelTag, model.Model))),
            unit,
            description);

    private Counter<long> Counter(string name, string description) =>
        _meter.CreateCounter<long>("vllm:" + name, unit: null, description);

    private Histogram<double> Time(string name, string description, double[] buckets) =>
        Histogram(name, "s", description, buckets);

    private Histogram<double> Histogram(string name, string unit, string description, double[] buckets) =>
        _meter.CreateHistogram(
            "vllm:" + name,
            unit,
            description,
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
