using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Telemetry;

/// <summary>Holds activities and histograms against OpenTelemetry's conventions for generative AI.</summary>
public sealed class GenAiTelemetryTests
{
    private const string Question = "What is the capital of France?";

    [Fact]
    public async Task Generate_Chat_HasTheActivityOfTheConventions()
    {
        await using var served = await ServedChat.StartAsync();
        using var activities = new Recorder(served);
        using var parent = new Activity("request").Start();

        var request = ServedChat.Ask(
            Question, new SamplingParameters { Temperature = 0.5f, TopP = 0.25f, TopK = 3, MaxTokens = 5, Seed = 7 });
        var updates = await served.RunAsync(request with { ResponseId = "chatcmpl-1" });

        var activity = Assert.Single(activities.Ended);
        var usage = updates[^1].Usage!.Value;
        Assert.Equal("chat chat", activity.DisplayName);
        Assert.Equal(ActivityKind.Internal, activity.Kind);
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Equal(parent.SpanId, activity.ParentSpanId);
        AssertTags(
            activity,
            [
                new("gen_ai.operation.name", "chat"),
                new("gen_ai.provider.name", "kserve"),
                new("gen_ai.request.model", "chat"),
                new("gen_ai.response.id", "chatcmpl-1"),
                new("gen_ai.output.type", "text"),
                new("gen_ai.request.seed", 7L),
                new("gen_ai.request.max_tokens", 5),
                new("gen_ai.request.temperature", 0.5),
                new("gen_ai.request.top_p", 0.25),
                new("gen_ai.request.top_k", 3.0),
                new("gen_ai.response.model", "chat"),
                new("gen_ai.usage.input_tokens", usage.PromptTokens),
                new("gen_ai.usage.cache_read.input_tokens", 0),
                new("gen_ai.usage.output_tokens", usage.CompletionTokens),
                new("gen_ai.response.finish_reasons", new[] { "length" }),
            ]);
    }

    [Fact]
    public async Task Generate_Anything_TellsNothingOfPromptAndAnswer()
    {
        await using var served = await ServedChat.StartAsync();
        using var activities = new Recorder(served);

        var updates = await served.RunAsync(
            ServedChat.Ask(Question, new SamplingParameters { Temperature = 0, MaxTokens = 8, Stop = ["capital"] }));

        var answer = string.Concat(updates.Select(static update => update.Text)).Trim();
        Assert.NotEmpty(answer);
        var activity = Assert.Single(activities.Ended);
        Assert.Empty(activity.Events);
        Assert.All(activity.TagObjects, tag =>
        {
            var text = $"{tag.Value}";
            Assert.DoesNotContain("capital", text, StringComparison.Ordinal);
            Assert.DoesNotContain(answer, text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Generate_WrongTokens_FailsTheActivityAndTheDuration()
    {
        await using var served = await ServedChat.StartAsync();
        using var activities = new Recorder(served);
        using var metrics = new MetricRecorder(served.Metrics);

        await Assert.ThrowsAsync<InferenceException>(
            () => served.RunAsync(new TextGenerationRequest { TokenIds = [999_999] }));

        var activity = Assert.Single(activities.Ended);
        Assert.Equal("text_completion chat", activity.DisplayName);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal("invalid_argument", activity.GetTagItem("error.type"));
        var duration = Assert.Single(metrics.Of("gen_ai.server.request.duration"));
        Assert.Equal("invalid_argument", duration.Tags["error.type"]);
        Assert.Empty(metrics.Of("gen_ai.server.time_to_first_token"));
    }

    [Fact]
    public async Task Generate_ReaderThatStops_IsACancelledRequest()
    {
        await using var served = await ServedChat.StartAsync();
        using var activities = new Recorder(served);
        var request = ServedChat.Ask(Question, new SamplingParameters { MaxTokens = 200, IgnoresEndOfSequence = true });

        await foreach (var update in served.Model.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            Assert.Null(update.FinishReason);
            break;
        }

        var activity = Assert.Single(activities.Ended);
        Assert.Equal("cancelled", activity.GetTagItem("error.type"));
        Assert.True((int)activity.GetTagItem("gen_ai.usage.input_tokens")! > 0);
    }

    [Fact]
    public async Task Generate_Completion_IsMeasuredByTheConventions()
    {
        await using var served = await ServedChat.StartAsync();
        using var metrics = new MetricRecorder(served.Metrics);

        var updates = await served.RunAsync(new TextGenerationRequest
        {
            Text = "Once upon a time",
            Sampling = new SamplingParameters { MaxTokens = 6, Temperature = 0, IgnoresEndOfSequence = true },
        });

        var usage = updates[^1].Usage!.Value;
        Assert.Equal(6, usage.CompletionTokens);
        foreach (var name in (string[])
            ["gen_ai.server.request.duration", "gen_ai.server.time_to_first_token", "gen_ai.server.time_per_output_token"])
        {
            var one = Assert.Single(metrics.Of(name));
            Assert.Equal("s", one.Instrument.Unit);
            Assert.True(one.Value > 0);
            Assert.Equal(
                [
                    ("gen_ai.operation.name", "text_completion"),
                    ("gen_ai.provider.name", "kserve"),
                    ("gen_ai.request.model", "chat"),
                    ("gen_ai.response.model", "chat"),
                ],
                one.Tags.Select(static tag => (tag.Key, (string)tag.Value!)).Order());
        }

        var tokens = metrics.Of("gen_ai.client.token.usage");
        Assert.Equal(
            [("input", usage.PromptTokens), ("output", 6.0)],
            tokens.Select(static one => ((string)one.Tags["gen_ai.token.type"]!, one.Value)).Order());
        Assert.All(tokens, static one => Assert.Equal("{token}", one.Instrument.Unit));
    }

    [Fact]
    public async Task Encode_Embeddings_IsReportedByTheConventions()
    {
        await using var served = await ServedChat.StartAsync();
        using var activities = new Recorder(served);
        using var metrics = new MetricRecorder(served.Metrics);
        var folder = Path.Combine(ServedChat.Folder, "..", "arch", "minilm-sentence-embedding");
        await using var encoder = new TextEncoder(folder, new LanguageModelOptions { Threads = 1 })
        {
            Telemetry = served.Metrics.GenAi,
        };
        await encoder.LoadAsync(
            new ModelLoadContext { ModelName = "embed", ModelVersion = "1" }, TestContext.Current.CancellationToken);

        await encoder.EncodeAsync(
            new TextEncodingRequest([new TextInput { TokenIds = [2, 9, 3] }]) { Dimensions = 8 },
            TestContext.Current.CancellationToken);

        var activity = Assert.Single(activities.Ended);
        Assert.Equal("embeddings embed", activity.DisplayName);
        AssertTags(
            activity,
            [
                new("gen_ai.operation.name", "embeddings"),
                new("gen_ai.provider.name", "kserve"),
                new("gen_ai.request.model", "embed"),
                new("gen_ai.embeddings.dimension.count", 8),
                new("gen_ai.response.model", "embed"),
                new("gen_ai.usage.input_tokens", 3),
            ]);
        Assert.Equal("embeddings", Assert.Single(metrics.Of("gen_ai.server.request.duration")).Tags["gen_ai.operation.name"]);
        Assert.Equal(3, Assert.Single(metrics.Of("gen_ai.client.token.usage")).Value);
    }

    [Theory]
    [InlineData("gen_ai.server.request.duration", 14, 0.01, 81.92)]
    [InlineData("gen_ai.server.time_to_first_token", 16, 0.001, 10)]
    [InlineData("gen_ai.server.time_per_output_token", 13, 0.01, 2.5)]
    [InlineData("gen_ai.client.token.usage", 14, 1, 67_108_864)]
    public async Task Histograms_Bounds_AreTheConventions(string name, int count, double least, double most)
    {
        await using var served = await ServedChat.StartAsync();
        using var metrics = new MetricRecorder(served.Metrics);
        await served.RunAsync(ServedChat.Ask(Question, new SamplingParameters { MaxTokens = 4, Temperature = 0 }));

        var bounds = ((Histogram<double>)metrics.Of(name)[0].Instrument).Advice!.HistogramBucketBoundaries!;

        Assert.Equal((count, least, most), (bounds.Count, bounds[0], bounds[^1]));
        Assert.Equal(bounds.Order(), bounds);
    }

    private static void AssertTags(Activity activity, KeyValuePair<string, object?>[] expected)
    {
        var actual = activity.TagObjects.ToDictionary(StringComparer.Ordinal);
        Assert.Equal(expected.Select(static tag => tag.Key).Order(), actual.Keys.Order());
        foreach (var (name, value) in expected)
        {
            Assert.Equal(value, actual[name]);
        }
    }

    /// <summary>Keeps the activities of one host.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly ActivityListener _listener;

        public Recorder(ServedChat served)
        {
            var source = served.Metrics.GenAi.Activities;
            _listener = new ActivityListener
            {
                ShouldListenTo = candidate => ReferenceEquals(candidate, source),
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                    ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Ended { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
