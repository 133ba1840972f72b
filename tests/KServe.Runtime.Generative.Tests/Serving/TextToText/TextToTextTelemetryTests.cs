using KServe.Runtime.Generative.Serving.TextToText;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Tests.Fakes;
using KServe.Runtime.Generative.Tests.Models;

namespace KServe.Runtime.Generative.Tests.Serving.TextToText;

/// <summary>Holds that an encoder-decoder is measured under the names that engines have.</summary>
public sealed class TextToTextTelemetryTests : IAsyncDisposable
{
    private readonly GenerationMetrics _metrics = new(null);
    private readonly MetricRecorder _recorder;
    private readonly TextToTextModel _model;

    public TextToTextTelemetryTests()
    {
        _recorder = new MetricRecorder(_metrics);
        _model = new TextToTextModel(
            ArchitectureGolden.PathOf("t5"), new LanguageModelOptions { Threads = 1 }, _metrics, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _recorder.Dispose();
        await _model.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task GenerateAsync_Ends_IsMeasuredUnderVllmsNames()
    {
        await LoadAsync();
        await RunAsync(Request(tokens: 5, count: 2));

        var finished = Assert.Single(_recorder.Of("vllm:request_success"));
        Assert.Equal("length", finished.Tags["finished_reason"]);
        Assert.Equal("translate", finished.Tags["model_name"]);
        Assert.Equal(4, Sum("vllm:prompt_tokens"));
        Assert.Equal(10, Sum("vllm:generation_tokens"));
        Assert.Equal(10, Sum("vllm:request_generation_tokens"));
        Assert.Equal(2, Sum("vllm:request_params_n"));
        Assert.Equal(5, Sum("vllm:request_params_max_tokens"));

        // Each answer has a first token, and four behind it.
        Assert.Single(_recorder.Of("vllm:time_to_first_token_seconds"));
        Assert.Equal(8, _recorder.Of("vllm:inter_token_latency_seconds").Length);
        foreach (var name in (string[])["e2e_request_latency", "request_queue_time", "request_prefill_time",
            "request_decode_time", "request_inference_time", "request_time_per_output_token"])
        {
            Assert.True(Assert.Single(_recorder.Of($"vllm:{name}_seconds")).Value >= 0);
        }

        Assert.Empty(_recorder.Of("vllm:kv_cache_usage_perc"));
        Assert.Empty(_recorder.Of("vllm:cache_config_info"));
    }

    [Fact]
    public async Task GenerateAsync_Ends_IsMeasuredByTheConventions()
    {
        await LoadAsync();
        await RunAsync(Request(tokens: 5, count: 1));

        foreach (var name in (string[])["request.duration", "time_to_first_token", "time_per_output_token"])
        {
            var one = Assert.Single(_recorder.Of($"gen_ai.server.{name}"));
            Assert.Equal("text_completion", one.Tags["gen_ai.operation.name"]);
            Assert.Equal("translate", one.Tags["gen_ai.request.model"]);
            Assert.False(one.Tags.ContainsKey("error.type"));
        }

        Assert.Equal(
            [("input", 4), ("output", 5)],
            _recorder.Of("gen_ai.client.token.usage").Select(static one => (one.Tags["gen_ai.token.type"], one.Value)));
    }

    [Fact]
    public async Task GenerateAsync_ReaderStops_IsAborted()
    {
        await LoadAsync();
        await foreach (var update in _model.GenerateAsync(Request(tokens: 50, count: 1), Token))
        {
            Assert.Equal(1, Sum("vllm:num_requests_running"));
            break;
        }

        Assert.Equal(0, Sum("vllm:num_requests_running"));
        Assert.Equal(0, Sum("vllm:num_requests_waiting"));
        Assert.Equal("abort", Assert.Single(_recorder.Of("vllm:request_success")).Tags["finished_reason"]);
        Assert.Equal(1, Sum("vllm:generation_tokens"));
        Assert.Equal(
            "cancelled", Assert.Single(_recorder.Of("gen_ai.server.request.duration")).Tags["error.type"]);
    }

    [Fact]
    public async Task GenerateAsync_Wrong_IsNoRequestOfVllms()
    {
        await LoadAsync();
        await Assert.ThrowsAsync<InferenceException>(() => RunAsync(Request(tokens: -1, count: 1)));

        Assert.Empty(_recorder.Of("vllm:request_success"));
        Assert.Equal(
            "invalid_argument", Assert.Single(_recorder.Of("gen_ai.server.request.duration")).Tags["error.type"]);
        Assert.Equal(0, Sum("vllm:num_requests_waiting"));
    }

    private static TextGenerationRequest Request(int tokens, int count) => new()
    {
        TokenIds = [50, 60, 70, 1],
        Sampling = new SamplingParameters
        {
            MaxTokens = tokens, Count = count, Seed = 3, IgnoresEndOfSequence = true,
        },
    };

    private double Sum(string name) => _recorder.Of(name).Sum(static one => one.Value);

    private async Task LoadAsync() => await _model.LoadAsync(
        new ModelLoadContext { ModelName = "translate", ModelVersion = "1" }, Token);

    private async Task RunAsync(TextGenerationRequest request)
    {
        await foreach (var update in _model.GenerateAsync(request, Token))
        {
            Assert.NotNull(update.Usage);
        }
    }
}
