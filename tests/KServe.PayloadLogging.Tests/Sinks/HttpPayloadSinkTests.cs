using System.Text;
using System.Text.Json;
using KServe.Core.Tests.Fakes;

namespace KServe.PayloadLogging.Tests.Sinks;

public sealed class HttpPayloadSinkTests : IDisposable
{
    private static readonly Uri Url = new("http://sink/events");

    private readonly ManualTimeProvider _time = new();
    private readonly PayloadHttpOptions _options = new();
    private readonly List<HttpMessageHandler> _handlers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_BinaryMode_HeadersAreThoseOfKServe()
    {
        var handler = Handler(202);
        await using var sink = Sink(handler);
        Assert.Equal(1, await sink.WriteAsync([Event("a")], Token));
        var (headers, body) = Assert.Single(handler.Posts);
        Assert.Equal("{\"instances\":[1]}", body);
        Assert.Equal(
            [
                "ce-annotations: {\"team\":\"ml\"}",
                "ce-component: predictor",
                "ce-endpoint: default",
                "ce-id: a",
                "ce-inferenceservicename: iris",
                "ce-metadata: {\"X-Tenant\":[\"\\u00FC\"]}",
                "ce-modelversion: 3",
                "ce-namespace: caf%C3%A9",
                "ce-recordedtime: 2026-01-01T00:00:00.0000000Z",
                "ce-source: io.kserve.inference.iris",
                "ce-specversion: 1.0",
                "ce-time: 2026-01-01T00:00:00.0000000Z",
                "ce-truncated: true",
                "ce-type: org.kubeflow.serving.inference.request",
                "content-length: 17",
                "content-type: application/json",
            ],
            headers.Select(static header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_Minimal_LeavesOptionalAttributesOut()
    {
        var handler = Handler(200);
        await using var sink = Sink(handler);
        await sink.WriteAsync([Plain("a")], Token);
        var headers = handler.Posts[0].Headers;
        Assert.Equal("{}", headers["ce-metadata"]);
        Assert.DoesNotContain("ce-annotations", headers.Keys);
        Assert.DoesNotContain("ce-truncated", headers.Keys);
        Assert.DoesNotContain("ce-sequence", headers.Keys);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task WriteAsync_FailureThatMayPass_IsTriedAgain(int status)
    {
        var handler = Handler(status, 200);
        await using var sink = Sink(handler);
        Assert.Equal(1, await RunAsync(sink, Plain("a")));
        Assert.Equal(2, handler.Posts.Count);
    }

    [Fact]
    public async Task WriteAsync_NoConnection_IsTriedAgainUntilTheLimit()
    {
        var handler = Handler(new HttpRequestException("refused"));
        await using var sink = Sink(handler);
        Assert.Equal(0, await RunAsync(sink, Plain("a")));
        Assert.Equal(3, handler.Posts.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(301)]
    public async Task WriteAsync_Refused_IsNotTriedAgain(int status)
    {
        var handler = Handler(status);
        await using var sink = Sink(handler);
        Assert.Equal(0, await RunAsync(sink, Plain("a")));
        Assert.Single(handler.Posts);
    }

    [Fact]
    public async Task WriteAsync_NoAnswer_EndsByTheTimeout()
    {
        var handler = Handler("wait");
        _options.MaxAttempts = 1;
        await using var sink = Sink(handler);
        var write = sink.WriteAsync([Plain("a")], Token).AsTask();
        await handler.Waiting.Task;
        Assert.False(write.IsCompleted);
        _time.Advance(_options.Timeout);
        Assert.Equal(0, await write);
    }

    [Fact]
    public async Task WriteAsync_Cancelled_StopsWaiting()
    {
        var handler = Handler("wait");
        await using var sink = Sink(handler);
        using var stop = new CancellationTokenSource();
        var write = sink.WriteAsync([Plain("a"), Plain("b")], stop.Token).AsTask();
        await handler.Waiting.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    [Fact]
    public async Task WriteAsync_SomeRefused_CountsTheOthers()
    {
        var handler = Handler(200, 400, 200);
        _options.MaxConcurrency = 1;
        await using var sink = Sink(handler);
        Assert.Equal(2, await sink.WriteAsync([Plain("a"), Plain("b"), Plain("c")], Token));
    }

    [Fact]
    public async Task WriteAsync_Parallel_PostsEveryEventOnce()
    {
        var handler = Handler(200);
        await using var sink = Sink(handler);
        var events = Enumerable.Range(0, 40).Select(static i => Plain($"{i}")).ToArray();
        Assert.Equal(40, await sink.WriteAsync(events, Token));
        Assert.Equal(
            events.Select(static item => item.Id).Order(StringComparer.Ordinal),
            handler.Posts.Select(static post => post.Headers["ce-id"]).Order(StringComparer.Ordinal));

        // None of them is a task among those of requests.
        Assert.Equal([SenderThread.Name], handler.Threads);
    }

    [Fact]
    public async Task WriteAsync_Batched_OnePostHoldsAllEvents()
    {
        var handler = Handler(200);
        _options.Mode = CloudEventMode.Batched;
        await using var sink = Sink(handler);
        var text = Plain("b") with { ContentType = "text/plain", Data = "hi"u8.ToArray() };
        Assert.Equal(2, await sink.WriteAsync([Event("a"), text], Token));
        var (headers, body) = Assert.Single(handler.Posts);
        Assert.Equal("application/cloudevents-batch+json", headers["content-type"]);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("a", json.RootElement[0].GetProperty("id").GetString());
        Assert.Equal(1, json.RootElement[0].GetProperty("data").GetProperty("instances")[0].GetInt32());
        Assert.Equal("aGk=", json.RootElement[1].GetProperty("data_base64").GetString());
    }

    public void Dispose()
    {
        foreach (var handler in _handlers)
        {
            handler.Dispose();
        }
    }

    internal static PayloadEvent Event(string id) => Plain(id) with
    {
        Namespace = "café",
        Endpoint = "default",
        ModelVersion = "3",
        IsTruncated = true,
        Metadata = new Dictionary<string, string> { ["X-Tenant"] = "ü" },
        Annotations = new Dictionary<string, string> { ["team"] = "ml" },
    };

    internal static PayloadEvent Plain(string id) => new()
    {
        Id = id,
        Type = PayloadEventTypes.Request,
        Source = "io.kserve.inference.iris",
        Time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        InferenceService = "iris",
        Component = "predictor",
        Data = Encoding.UTF8.GetBytes("{\"instances\":[1]}"),
    };

    private ScriptedHandler Handler(params object[] script)
    {
        var handler = new ScriptedHandler(script);
        _handlers.Add(handler);
        return handler;
    }

    private HttpPayloadSink Sink(HttpMessageHandler handler) => new(Url, _options, handler, _time);

    /// <summary>Moves the clock while the sink waits to try again.</summary>
    private async Task<int> RunAsync(HttpPayloadSink sink, PayloadEvent item)
    {
        var write = sink.WriteAsync([item], Token).AsTask();
        while (!write.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await write;
    }
}
