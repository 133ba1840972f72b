using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Engine;

public sealed class EngineCoreTests
{
    [Fact]
    public void Step_SamePromptAgain_ComputesTheLastBlockOnly()
    {
        var engine = new TestEngine(new FakeModel(4, 64));
        var prompt = TestEngine.Prompt(33, 1);
        engine.Submit(prompt, TestEngine.Greedy(1));
        engine.RunToEnd();
        var before = engine.Model.ComputedTokens;
        var again = engine.Submit(prompt, TestEngine.Greedy(1));
        engine.RunToEnd();
        Assert.Equal(32, again.CachedTokens);
        Assert.Equal(1, engine.Model.ComputedTokens - before);
    }

    [Fact]
    public void Step_NextTurnOfAChat_FindsTheAnswerToo()
    {
        var engine = new TestEngine(new FakeModel(4, 64));
        var prompt = TestEngine.Prompt(10, 1);
        var first = engine.Submit(prompt, TestEngine.Greedy(10));
        engine.RunToEnd();
        var turn = prompt.Concat(TestEngine.Read(first)[0].Tokens).Concat(TestEngine.Prompt(6, 2)).ToArray();
        var second = engine.Submit(turn, TestEngine.Greedy(1));
        engine.RunToEnd();

        // Nineteen of the twenty were computed: four full blocks.
        Assert.Equal(16, second.CachedTokens);
    }

    [Theory]
    [InlineData("a", "b", null, null, null, null, false)]
    [InlineData("a", "a", null, null, null, null, true)]
    [InlineData(null, "a", null, null, null, null, false)]
    [InlineData(null, null, "s", "t", null, null, false)]
    [InlineData(null, null, "s", "s", null, null, true)]
    [InlineData("a", "b", "s", "s", null, null, false)]
    [InlineData(null, null, null, null, "x", "y", false)]
    public void Step_OtherTenantSaltOrAdapter_FindsNothing(
        string? tenant1, string? tenant2, string? salt1, string? salt2, string? adapter1, string? adapter2, bool hits)
    {
        var engine = new TestEngine();
        var prompt = TestEngine.Prompt(20, 1);
        engine.Submit(new EngineRequest
        {
            Prompt = prompt, Tenant = tenant1, CacheSalt = salt1, Adapter = adapter1, Sampling = TestEngine.Greedy(1),
        });
        engine.RunToEnd();
        var second = engine.Submit(new EngineRequest
        {
            Prompt = prompt, Tenant = tenant2, CacheSalt = salt2, Adapter = adapter2, Sampling = TestEngine.Greedy(1),
        });
        engine.RunToEnd();
        Assert.Equal(hits ? 16 : 0, second.CachedTokens);
    }

    [Fact]
    public void Step_TenantsThatShare_FindEachOthersBlocks()
    {
        var options = new EngineOptions { MaxSequences = 4, MaxBatchedTokens = 64, ShareCacheBetweenTenants = true };
        var engine = new TestEngine(options: options);
        foreach (var tenant in new[] { "a", "b" })
        {
            var generation = engine.Submit(new EngineRequest { Prompt = TestEngine.Prompt(20, 1), Tenant = tenant });
            engine.RunToEnd();
            Assert.Equal(tenant == "a" ? 0 : 16, generation.CachedTokens);
        }
    }

    [Fact]
    public void Step_SkipReadingOrPromptLogprobs_ComputesEverything()
    {
        var engine = new TestEngine();
        var prompt = TestEngine.Prompt(20, 1);
        engine.Submit(prompt, TestEngine.Greedy(1));
        engine.RunToEnd();
        foreach (var request in new[]
        {
            new EngineRequest { Prompt = prompt, Sampling = TestEngine.Greedy(1), ReadsPrefixCache = false },
            new EngineRequest { Prompt = prompt, Sampling = TestEngine.Greedy(1) with { PromptLogprobs = 0 } },
        })
        {
            var generation = engine.Submit(request);
            engine.RunToEnd();
            Assert.Equal(0, generation.CachedTokens);
        }
    }

    [Fact]
    public void Step_SeveralAnswers_ShareThePrompt()
    {
        var engine = new TestEngine(new FakeModel(4, 64));
        var sampling = new SamplingParameters { Count = 5, MaxTokens = 6, Seed = 3, IgnoresEndOfSequence = true };
        var generation = engine.Submit(TestEngine.Prompt(18, 1), sampling);
        engine.Step();
        Assert.Equal(5, engine.Core.Pool.Total - engine.Core.Pool.FreeCount);
        engine.RunToEnd();
        var answers = TestEngine.Read(generation);
        Assert.Equal(18 + (5 * 5), engine.Model.ComputedTokens);
        Assert.Equal(4, engine.Model.Copies);
        Assert.Equal(5, answers.Select(static answer => string.Join(' ', answer.Tokens)).Distinct().Count());
        Assert.Equal(30, generation.CompletionTokens);
    }

    [Fact]
    public void Step_AnswerOfASeed_IsThatOfTheSeedPlusItsIndex()
    {
        var prompt = TestEngine.Prompt(18, 1);
        var several = TestEngine.Alone(prompt, new SamplingParameters { Count = 3, MaxTokens = 9, Seed = 40 });
        for (var i = 0; i < 3; i++)
        {
            var one = TestEngine.Alone(prompt, new SamplingParameters { MaxTokens = 9, Seed = 40 + i });
            Assert.Equal(one[0].Tokens, several[i].Tokens);
        }
    }

    [Fact]
    public void Step_NanInOneRow_FailsThatRequestAlone()
    {
        var model = new FakeModel(4, 256) { PoisonToken = 96 };
        var engine = new TestEngine(model);
        var prompts = Enumerable.Range(0, 6)
            .Select(static i => TestEngine.Prompt(10 + i, i).Select(static token => token % 90).ToArray())
            .ToArray();
        var bad = prompts[2].Append(96).ToArray();
        var sampling = TestEngine.Greedy(4) with { LogitBias = new Dictionary<int, float> { [96] = -100 } };
        var all = prompts.Select(prompt => engine.Submit(prompt, sampling)).ToArray();
        var poisoned = engine.Submit(bad, sampling);
        engine.RunToEnd();

        Assert.Equal(
            InferenceErrorCode.Internal, Assert.IsType<InferenceException>(TestEngine.ReadError(poisoned)).Code);
        Assert.All(
            all.Zip(prompts),
            pair => Assert.Equal(
                TestEngine.Alone(pair.Second, sampling)[0].Tokens, TestEngine.Read(pair.First)[0].Tokens));

        // What was computed with it is not found by others.
        var again = engine.Submit(bad, TestEngine.Greedy(1));
        engine.RunToEnd();
        Assert.True(again.CachedTokens <= 8);
    }

    [Fact]
    public void Step_ModelThrows_FailsWhatRunsAndFreesEverything()
    {
        var engine = new TestEngine(options: new EngineOptions { MaxSequences = 2, MaxBatchedTokens = 16 });
        engine.Model.BeforeStep = static step =>
        {
            if (step == 10)
            {
                throw new InvalidOperationException("a kernel at /some/path failed");
            }
        };
        var all = Enumerable.Range(0, 4)
            .Select(i => engine.Submit(TestEngine.Prompt(8, i), TestEngine.Greedy(20)))
            .ToArray();
        var steps = Enumerable.Range(0, 10).Count(_ => engine.Step());
        Assert.Equal(9, steps);
        Assert.Equal(engine.Core.Pool.Total, engine.Core.Pool.FreeCount);
        Assert.Equal(0, engine.Core.Pool.NamedCount);
        foreach (var failed in all[..2])
        {
            var error = TestEngine.ReadError(failed);
            Assert.Equal(InferenceErrorCode.Internal, Assert.IsType<InferenceException>(error).Code);
            Assert.DoesNotContain("kernel", error.Message, StringComparison.Ordinal);
        }

        Assert.True(engine.Core.Probe());
        engine.RunToEnd();
        Assert.All(all[2..], static waited => Assert.Equal(20, TestEngine.Read(waited)[0].Tokens.Count));
    }

    [Fact]
    public void Step_DeadlineHasPassed_FailsWaitingAndRunningRequests()
    {
        var engine = new TestEngine(options: new EngineOptions { MaxSequences = 1, MaxBatchedTokens = 16 });
        var late = TimeSpan.FromSeconds(5);
        var sampling = TestEngine.Greedy(100);
        var running = engine.Submit(new EngineRequest { Prompt = [1], Sampling = sampling, Timeout = late });
        var waiting = engine.Submit(new EngineRequest { Prompt = [2], Sampling = sampling, Timeout = late });
        var patient = engine.Submit([3], TestEngine.Greedy(3));
        engine.Step();
        engine.Time.Advance(TimeSpan.FromSeconds(4));
        engine.Step();
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        engine.Step();
        Assert.Equal(2, TestEngine.Read(running)[0].Tokens.Count);
        foreach (var generation in new[] { running, waiting })
        {
            var error = Assert.IsType<InferenceException>(TestEngine.ReadError(generation));
            Assert.Equal(InferenceErrorCode.DeadlineExceeded, error.Code);
        }

        engine.RunToEnd();
        Assert.Equal(3, TestEngine.Read(patient)[0].Tokens.Count);
    }

    [Theory]
    [InlineData("Length")]
    [InlineData("Stop")]
    [InlineData("Repetition")]
    public void Step_EndOfAnswer_HasItsReason(string name)
    {
        var reason = Enum.Parse<FinishReason>(name);
        var prompt = TestEngine.Prompt(5, 1);
        var tokens = TestEngine.Alone(prompt, TestEngine.Greedy(6))[0].Tokens;
        var sampling = TestEngine.Greedy(6);
        if (reason == FinishReason.Stop)
        {
            sampling = sampling with { StopTokenIds = [tokens[3]] };
        }
        else if (reason == FinishReason.Repetition)
        {
            sampling = sampling with { AllowedTokenIds = [9], RepetitionDetection = new RepetitionDetection(2, 1, 3) };
        }

        var answer = TestEngine.Alone(prompt, sampling)[0];
        Assert.Equal(reason, answer.FinishReason);
        var length = reason switch { FinishReason.Stop => 4, FinishReason.Repetition => 3, _ => 6 };
        Assert.Equal(length, answer.Tokens.Count);
    }

    [Fact]
    public void Step_PromptFillsTheCache_EndsWhenItIsFull()
    {
        var engine = new TestEngine(new FakeModel(4, 8));
        var generation = engine.Submit(
            TestEngine.Prompt(29, 1), new SamplingParameters { Temperature = 0, IgnoresEndOfSequence = true });
        engine.RunToEnd();
        var answer = TestEngine.Read(generation)[0];
        Assert.Equal(3, answer.Tokens.Count);
        Assert.Equal(FinishReason.Length, answer.FinishReason);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(1000)]
    public void Submit_PromptIsLargerThanTheCache_IsRefusedAtOnce(int length)
    {
        var engine = new TestEngine(new FakeModel(4, 8));
        var error = Assert.Throws<InferenceException>(() => engine.Submit(TestEngine.Prompt(length, 1)));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal("context_length_exceeded", error.Reason);
        Assert.Equal("prompt", error.Parameter);
        Assert.Contains("32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_PromptIsEmptyOrNotOfTheVocabulary_IsRefused()
    {
        var engine = new TestEngine();
        Assert.Throws<InferenceException>(() => engine.Submit([]));
        Assert.Throws<InferenceException>(() => engine.Submit([1, FakeModel.Vocabulary]));
        Assert.Throws<InferenceException>(() => engine.Submit([-1]));
    }

    [Fact]
    public void Step_MaskFails_FailsItsRequestAlone()
    {
        var engine = new TestEngine();
        var bad = engine.Submit(new EngineRequest { Prompt = [1, 2], CreateMask = static _ => new BrokenMask() });
        var good = engine.Submit([1, 2], TestEngine.Greedy(3));
        engine.RunToEnd();
        Assert.Equal(
            InferenceErrorCode.Internal, Assert.IsType<InferenceException>(TestEngine.ReadError(bad)).Code);
        Assert.Equal(3, TestEngine.Read(good)[0].Tokens.Count);
    }

    private sealed class BrokenMask : ITokenMask
    {
        public bool TryGetAllowed(out ReadOnlySpan<ulong> allowed) => throw new InvalidOperationException();

        public void Accept(int token)
        {
        }
    }
}
