using KServe.Core.Tests.Fakes;
using KServe.PayloadLogging.Tests.Fakes;

namespace KServe.PayloadLogging.Tests.Delivery;

public sealed class PayloadLoggerTests
{
    [Fact]
    public async Task Log_RequestAndResponse_ShareIdAndCarryTheAttributes()
    {
        var time = new ManualTimeProvider();
        await using var log = new LoggerFixture(
            static options =>
            {
                options.Namespace = "prod";
                options.Endpoint = "canary";
                options.MetadataHeaders.Add("X-Tenant");
                options.Annotations["team"] = "ml";
            },
            time);
        using var request = Requests.New(InferTensor.Create<int>("x", [1], 1));
        request.Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-request-id"] = "r-1", ["x-tenant"] = "t", ["authorization"] = "secret",
        };
        using var response = Requests.Answer(InferTensor.Create<int>("y", [1], 2));
        log.Log(request, response);
        var events = await log.FlushAsync();
        Assert.Equal(["r-1", "r-1"], events.Select(static item => item.Event.Id));
        Assert.Equal(
            [PayloadEventTypes.Request, PayloadEventTypes.Response], events.Select(static item => item.Event.Type));
        var first = events[0].Event;
        Assert.Equal(
            ("iris", "prod", "predictor", "canary", "io.kserve.inference.iris", time.GetUtcNow()),
            (first.InferenceService, first.Namespace, first.Component, first.Endpoint, first.Source, first.Time));
        Assert.Equal([new("X-Tenant", "t")], first.Metadata);
        Assert.Equal([new("team", "ml")], first.Annotations);
        Assert.Equal("3", events[1].Event.ModelVersion);
        Assert.Equal(2, log.Metrics["logged"]);
    }

    [Fact]
    public async Task Log_NoIdFromTheClient_EachInferenceGetsOneOfItsOwn()
    {
        await using var log = new LoggerFixture();
        for (var i = 0; i < 2; i++)
        {
            using var request = Requests.New();
            using var response = Requests.Answer();
            log.Log(request, response);
        }

        var ids = (await log.FlushAsync()).Select(static item => item.Event.Id).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(ids[2], ids[3]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Theory]
    [InlineData(PayloadLogMode.Request, PayloadEventTypes.Request)]
    [InlineData(PayloadLogMode.Response, PayloadEventTypes.Response)]
    public async Task Log_Mode_TakesItsSideAlone(PayloadLogMode mode, string expected)
    {
        await using var log = new LoggerFixture(options => options.Mode = mode);
        log.Log("a");
        Assert.Equal([expected], (await log.FlushAsync()).Select(static item => item.Event.Type));
    }

    [Fact]
    public async Task Log_Sampled_TakesBothSidesOfTheSameInferences()
    {
        await using var log = new LoggerFixture(static options => options.SampleRate = 0.3);
        for (var i = 0; i < 200; i++)
        {
            log.Log($"id-{i}");
        }

        var expected = Enumerable.Range(0, 200).Select(static i => $"id-{i}")
            .Where(static id => PayloadSampling.Takes(id, 0.3));
        Assert.Equal(
            expected.SelectMany(static id => new[] { id, id }),
            (await log.FlushAsync()).Select(static item => item.Event.Id));
        Assert.Equal(0, log.Metrics["dropped"]);
    }

    [Fact]
    public async Task Log_SinkNeverAnswers_CallersGoOnAndDropsAreCounted()
    {
        var never = new TaskCompletionSource();
        await using var log = new LoggerFixture(static options =>
        {
            options.QueueLength = 10;
            options.FlushTimeout = TimeSpan.Zero;
        });
        log.Sink.Gate = never.Task;
        for (var i = 0; i < 1000; i++)
        {
            log.Log($"{i}");
            Assert.InRange(log.Logger.QueueLength, 0, 10);
        }

        Assert.Equal(10, log.Logger.QueueLength);
        Assert.Equal(1990, log.Metrics["dropped"]);
        Assert.Equal(10, log.Metrics["queue.length"]);
        await log.Logger.DisposeAsync();
        await log.Logger.Completion;
        Assert.Empty(log.Sink.Events);
        Assert.Equal(0, log.Logger.QueueLength);
        Assert.Equal(0, log.Logger.QueueBytes);
        Assert.Equal(2000, log.Metrics["dropped"] + log.Metrics["failed"]);
    }

    [Fact]
    public async Task Log_SinkNeverAnswers_BytesStayBounded()
    {
        const long limit = 1 << 20;
        await using var log = new LoggerFixture(static options =>
        {
            options.QueueBytes = limit;
            options.FlushTimeout = TimeSpan.Zero;
        });
        log.Sink.Gate = new TaskCompletionSource().Task;
        using var request = Requests.New(InferTensor.Create<float>("x", [30_000], new float[30_000]));
        for (var i = 0; i < 100; i++)
        {
            log.Log(request);
            Assert.InRange(log.Logger.QueueBytes, 0, limit);
        }

        Assert.Equal(7, log.Logger.QueueLength);
        Assert.Equal(93, log.Metrics["dropped"]);
    }

    [Fact]
    public async Task Log_SinkFailsThenRecovers_LosesTheFailedBatchAlone()
    {
        await using var log = new LoggerFixture(static options =>
        {
            options.BatchSize = 2;
            options.Mode = PayloadLogMode.Request;
        });
        var gate = new TaskCompletionSource();
        log.Sink.Gate = gate.Task;
        log.Sink.Failure = new IOException("gone");
        log.Log("a");
        await log.Sink.Entered.Task;
        log.Log("b");
        log.Log("c");
        gate.SetResult();
        while (log.Metrics["failed"] == 0)
        {
            await Task.Yield();
        }

        log.Sink.Failure = null;
        log.Log("d");
        var ids = (await log.FlushAsync()).Select(static item => item.Event.Id).ToArray();
        Assert.Equal("d", ids[^1]);
        Assert.Equal(4, log.Metrics["failed"] + log.Metrics["logged"]);
        Assert.Equal(0, log.Logger.QueueLength);
    }

    [Fact]
    public async Task Log_ManyWaiting_BatchesKeepTheirSizeAndOrder()
    {
        await using var log = new LoggerFixture(static options =>
        {
            options.BatchSize = 16;
            options.Mode = PayloadLogMode.Request;
        });
        var gate = new TaskCompletionSource();
        log.Sink.Gate = gate.Task;
        for (var i = 0; i < 100; i++)
        {
            log.Log($"{i}");
        }

        gate.SetResult();
        var events = await log.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"{i}"), events.Select(static item => item.Event.Id));
        Assert.All(log.Sink.Batches, static count => Assert.InRange(count, 1, 16));
        Assert.Contains(16, log.Sink.Batches);
    }

    [Fact]
    public async Task Log_BatchInterval_WaitsForMore()
    {
        var time = new ManualTimeProvider();
        await using var log = new LoggerFixture(
            static options =>
            {
                options.BatchInterval = TimeSpan.FromSeconds(10);
                options.Mode = PayloadLogMode.Request;
            },
            time);
        log.Log("a");
        while (time.TimerCount == 0)
        {
            await Task.Yield();
        }

        log.Log("b");
        Assert.False(log.Sink.Entered.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));
        await log.Sink.Entered.Task;
        await log.FlushAsync();
        Assert.Equal(["a", "b"], log.Sink.Events.Select(static item => item.Event.Id));
    }

    [Fact]
    public async Task Log_AfterTheEnd_CountsDrops()
    {
        await using var log = new LoggerFixture();
        await log.Logger.DisposeAsync();
        log.Log("late");
        Assert.Equal(2, log.Metrics["dropped"]);
        Assert.True(log.Sink.IsDisposed);
    }

    [Fact]
    public async Task Log_Stream_NumbersResponsesAndStopsAtTheLimit()
    {
        await using var log = new LoggerFixture(static options => options.MaxPayloadBytes = 1000);
        using var request = Requests.New();
        log.Log(
            request,
            [.. Enumerable.Range(0, 20).Select(static i => Requests.Answer(InferTensor.Create<double>("y", [10], new double[10])))]);
        var responses = (await log.FlushAsync()).Select(static item => item.Event)
            .Where(static item => item.Type == PayloadEventTypes.Response).ToArray();
        Assert.Equal([1, 2, 3, 4, 5], responses.Select(static item => item.Sequence));
        Assert.Equal([false, false, false, false, true], responses.Select(static item => item.IsTruncated));
    }

    [Fact]
    public async Task Redact_ChangesRemovesOrFails_NothingUnredactedIsWritten()
    {
        await using var log = new LoggerFixture(static options =>
        {
            options.Mode = PayloadLogMode.Request;
            options.Redact = static item => item.Id switch
            {
                "gone" => null,
                "bad" => throw new InvalidOperationException("no"),
                _ => item with { Data = "{}"u8.ToArray() },
            };
        });
        log.Log("gone");
        log.Log("bad");
        log.Log("good");
        var (item, data) = Assert.Single(await log.FlushAsync());
        Assert.Equal(("good", "{}"), (item.Id, data));
        Assert.Equal(1, log.Metrics["failed"]);
        Assert.Equal(1, log.Metrics["logged"]);
    }
}
