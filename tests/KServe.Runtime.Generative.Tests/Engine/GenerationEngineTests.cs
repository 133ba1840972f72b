using System.Diagnostics.Metrics;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Engine;

public sealed class GenerationEngineTests
{
    [Fact]
    public async Task Submit_TenThousandRequestsOneInFiveCancelled_LeavesNothing()
    {
        var model = new FakeModel(4, 256);
        var options = new EngineOptions { MaxSequences = 32, MaxBatchedTokens = 256, QueueLimit = 500 };
        await using var engine = Start(model, options);
        var cancelled = 0;
        var whole = 0;
        using var places = new SemaphoreSlim(400);
        List<Task> tasks = [];
        for (var i = 0; i < 10_000; i++)
        {
            await places.WaitAsync();
            tasks.Add(RunOneAsync(i));
        }

        await Task.WhenAll(tasks);
        Assert.Equal(10_000, cancelled + whole);
        Assert.InRange(cancelled, 1, 2000);
        Assert.Equal(0, engine.Gauges.Running + engine.Gauges.Waiting);
        Assert.Equal(256, engine.Gauges.FreeBlocks);

        async Task RunOneAsync(int number)
        {
            using var source = new CancellationTokenSource();
            var request = new EngineRequest
            {
                Prompt = TestEngine.Prompt(4 + (number % 9), number % 50),
                Sampling = TestEngine.Greedy(6),
            };
            var generation = engine.Submit(request, source.Token);
            if (number % 5 == 0)
            {
                source.Cancel();
            }

            try
            {
                Assert.Equal(6, (await ReadAsync(generation)).Tokens.Count);
                Interlocked.Increment(ref whole);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
            }

            places.Release();
        }
    }

    [Fact]
    public async Task Cancel_OneInTenOfHundredStreams_LeavesTheOthersExact()
    {
        var options = new EngineOptions { MaxSequences = 100, MaxBatchedTokens = 512 };
        await using var engine = Start(new FakeModel(4, 1024), options);
        var sampling = TestEngine.Greedy(30);
        var all = Enumerable.Range(0, 100)
            .Select(i => engine.Submit(new EngineRequest { Prompt = TestEngine.Prompt(10, i), Sampling = sampling }))
            .ToArray();
        for (var i = 0; i < 100; i += 10)
        {
            all[i].Cancel();
            all[i].Cancel();
        }

        for (var i = 0; i < 100; i++)
        {
            if (i % 10 != 0)
            {
                var answer = await ReadAsync(all[i]);
                Assert.Equal(TestEngine.Alone(TestEngine.Prompt(10, i), sampling)[0].Tokens, answer.Tokens);
            }
        }

        await engine.StopAsync();
        Assert.Equal(1024, engine.Gauges.FreeBlocks);
    }

    [Fact]
    public async Task Cancel_DuringAStep_IsSeenBeforeTheNext()
    {
        var model = new FakeModel(4, 64);
        Generation? generation = null;
        using var submitted = new ManualResetEventSlim();
        model.BeforeStep = step =>
        {
            submitted.Wait();
            if (step == 5)
            {
                generation!.Cancel();
            }
        };
        await using var engine = Start(model);
        generation = engine.Submit(new EngineRequest { Prompt = [1, 2, 3], Sampling = TestEngine.Greedy(100) });
        submitted.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(generation));
        Assert.Equal(5, model.Steps);
        Assert.Equal(64, engine.Gauges.FreeBlocks);
    }

    [Fact]
    public async Task Submit_QueueIsFull_IsTooMany()
    {
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var model = new FakeModel
        {
            BeforeStep = _ =>
            {
                started.Set();
                gate.Wait();
            },
        };
        var options = new EngineOptions { MaxSequences = 1, MaxBatchedTokens = 8, QueueLimit = 3 };
        await using var engine = Start(model, options);
        List<Generation> all = [Submit(engine)];
        started.Wait();
        for (var i = 0; i < 5; i++)
        {
            // What is wrong takes no place.
            Assert.Throws<InferenceException>(() => engine.Submit(new EngineRequest { Prompt = [] }));
        }

        all.AddRange([Submit(engine), Submit(engine), Submit(engine)]);
        var error = Assert.Throws<InferenceException>(() => Submit(engine));
        Assert.Equal(InferenceErrorCode.ResourceExhausted, error.Code);
        Assert.NotNull(error.RetryAfter);
        gate.Set();
        foreach (var generation in all)
        {
            Assert.Equal(4, (await ReadAsync(generation)).Tokens.Count);
        }

        Assert.Equal(4, (await ReadAsync(Submit(engine))).Tokens.Count);
    }

    [Fact]
    public async Task Submit_TokenIsCancelled_Throws()
    {
        await using var engine = Start(new FakeModel());
        Assert.ThrowsAny<OperationCanceledException>(
            () => engine.Submit(new EngineRequest { Prompt = [1] }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Step_ModelThrowsOnce_FailsWhatRunsAndRecovers()
    {
        GenerationEngine? engine = null;
        List<EngineHealth> seen = [];
        var model = new FakeModel
        {
            BeforeStep = step =>
            {
                if (step == 11)
                {
                    seen.Add(engine!.Health);
                }

                if (step == 10)
                {
                    throw new InvalidOperationException();
                }
            },
        };
        await using (engine = Start(model))
        {
            var generation = Submit(engine, 50);
            var error = await Assert.ThrowsAsync<InferenceException>(() => ReadAsync(generation));
            Assert.Equal(InferenceErrorCode.Internal, error.Code);
            Assert.Equal(9, generation.CompletionTokens);
            while (engine.Health == EngineHealth.Recovering)
            {
                await Task.Yield();
            }

            Assert.Equal([EngineHealth.Recovering], seen);
            Assert.Equal(20, (await ReadAsync(Submit(engine, 20))).Tokens.Count);
            Assert.Equal(engine.Gauges.TotalBlocks, engine.Gauges.FreeBlocks);
        }
    }

    [Theory]
    [InlineData(ModelFailureAction.Stop, 10)]
    [InlineData(ModelFailureAction.Recover, 12)]
    public async Task Step_ModelThrowsForEver_StopsAndTellsEveryone(ModelFailureAction action, int steps)
    {
        // The model waits for both requests: it would fail before the second one is there.
        using var submitted = new ManualResetEventSlim();
        var model = new FakeModel
        {
            BeforeStep = step =>
            {
                submitted.Wait(TestContext.Current.CancellationToken);
                if (step >= 10)
                {
                    throw new InvalidOperationException();
                }
            },
        };
        var options = new EngineOptions { MaxSequences = 1, MaxBatchedTokens = 8, OnModelFailure = action };
        await using var engine = Start(model, options);
        var running = Submit(engine, 50);
        var waiting = Submit(engine, 50);
        submitted.Set();
        Assert.Equal(InferenceErrorCode.Internal, await ReadErrorAsync(running));
        Assert.Equal(InferenceErrorCode.Unavailable, await ReadErrorAsync(waiting));
        await engine.Stopped;
        Assert.Equal(EngineHealth.Stopped, engine.Health);
        Assert.Equal(steps, model.Steps);
        Assert.Equal(
            InferenceErrorCode.Unavailable, Assert.Throws<InferenceException>(() => Submit(engine)).Code);
    }

    [Fact]
    public async Task StopAsync_RequestsRun_AnswersThemAndTakesNoOthers()
    {
        var model = new FakeModel();
        var engine = Start(model);
        var all = Enumerable.Range(0, 20).Select(_ => Submit(engine, 10)).ToArray();
        var stop = engine.StopAsync();
        Assert.Equal(
            InferenceErrorCode.Unavailable, Assert.Throws<InferenceException>(() => Submit(engine)).Code);
        await stop;
        foreach (var generation in all)
        {
            Assert.Equal(10, (await ReadAsync(generation)).Tokens.Count);
        }

        await engine.DisposeAsync();
        await engine.DisposeAsync();
        Assert.True(model.IsDisposed);
    }

    [Fact]
    public async Task StopAsync_PatienceEnds_FailsTheRest()
    {
        using var gate = new ManualResetEventSlim();
        var model = new FakeModel { BeforeStep = _ => gate.Wait() };
        await using var engine = Start(model);
        var generation = Submit(engine, 500);
        using var patience = new CancellationTokenSource();
        var stop = engine.StopAsync(patience.Token);
        patience.Cancel();
        gate.Set();
        await stop;
        Assert.Equal(InferenceErrorCode.Unavailable, await ReadErrorAsync(generation));
    }

    [Fact]
    public async Task Step_ReaderIsSlow_DoesNotHoldUpTheEngine()
    {
        await using var engine = Start(new FakeModel());
        var slow = Submit(engine, 200);
        Assert.Equal(200, (await ReadAsync(Submit(engine, 200))).Tokens.Count);
        await engine.StopAsync();
        Assert.Equal(200, (await ReadAsync(slow)).Tokens.Count);
    }

    [Fact]
    public async Task Engine_NothingToDo_MakesNoSteps()
    {
        var model = new FakeModel();
        await using var engine = Start(model);
        await ReadAsync(Submit(engine, 3));
        await engine.StopAsync();
        Assert.Equal(3, model.Steps);
    }

    [Fact]
    public async Task Step_Metrics_CountRequestsAndTokens()
    {
        using var metrics = new GenerationMetrics(null);
        var sums = new Dictionary<string, double>();
        using var listener = new MeterListener();
        var meter = metrics.GeneratedTokens.Meter;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();
        var context = new EngineContext { ModelName = "chat", Metrics = metrics };
        await using (var engine = new GenerationEngine(new FakeModel(4, 64), context))
        {
            foreach (var _ in Enumerable.Range(0, 2))
            {
                await ReadAsync(engine.Submit(
                    new EngineRequest { Prompt = TestEngine.Prompt(17, 1), Sampling = TestEngine.Greedy(5) }));
            }

            await engine.StopAsync();
            listener.RecordObservableInstruments();
            Assert.Equal(0, sums["vllm:num_requests_running"]);
            Assert.Equal(1, sums["vllm:cache_config_info"]);
        }

        Assert.Equal(34, sums["vllm:prompt_tokens"]);
        Assert.Equal(16, sums["vllm:prompt_tokens_cached"]);
        Assert.Equal(16, sums["vllm:prefix_cache_hits"]);
        Assert.Equal(34, sums["vllm:prefix_cache_queries"]);
        Assert.Equal(10, sums["vllm:generation_tokens"]);
        Assert.Equal(2, sums["vllm:request_success"]);
        Assert.Equal(17 + 4 + 1 + 4, sums["vllm:iteration_tokens_total"]);

        void Add(Instrument instrument, double value)
        {
            lock (sums)
            {
                sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value;
            }
        }
    }

    [Fact]
    public void Constructor_OptionsAreWrong_NamesThemAll()
    {
        var options = new EngineOptions
        {
            MaxSequences = 0,
            QueueLimit = 0,
            BlockSize = 20,
            ShortPromptPreference = double.NaN,
        };
        var context = new EngineContext { ModelName = "m", Options = options };
        var error = Assert.Throws<ArgumentException>(() => new GenerationEngine(new FakeModel(), context));
        Assert.Contains("MaxSequences", error.Message, StringComparison.Ordinal);
        Assert.Contains("BlockSize is 20; it must be a multiple of 16.", error.Message, StringComparison.Ordinal);
        Assert.Contains("QueueLimit", error.Message, StringComparison.Ordinal);
        Assert.Contains("ShortPromptPreference", error.Message, StringComparison.Ordinal);
    }

    private static GenerationEngine Start(FakeModel model, EngineOptions? options = null) => new(
        model,
        new EngineContext
        {
            ModelName = "fake",
            Options = options ?? new EngineOptions { MaxSequences = 8, MaxBatchedTokens = 64 },
            EndTokens = [FakeModel.EndToken],
        });

    private static Generation Submit(GenerationEngine engine, int tokens = 4) =>
        engine.Submit(new EngineRequest { Prompt = [1, 2, 3], Sampling = TestEngine.Greedy(tokens) });

    private static async Task<InferenceErrorCode> ReadErrorAsync(Generation generation) =>
        (await Assert.ThrowsAsync<InferenceException>(() => ReadAsync(generation))).Code;

    private static async Task<Answer> ReadAsync(Generation generation)
    {
        var answer = new Answer();
        while (await generation.WaitToReadAsync())
        {
            var chunk = generation.Read();
            for (var i = 0; i < chunk.Tokens.Length; i++)
            {
                TestEngine.Add(answer, in chunk.Tokens[i], chunk.GetText(in chunk.Tokens[i]));
            }
        }

        return answer;
    }
}
