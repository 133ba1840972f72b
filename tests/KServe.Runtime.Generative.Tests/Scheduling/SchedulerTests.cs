using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Scheduling;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Scheduling;

public sealed class SchedulerTests
{
    [Fact]
    public void Plan_LongPromptBesideAnswers_LetsAnswersFlow()
    {
        var engine = new TestEngine(new FakeModel(4, 512), Options(sequences: 4, budget: 16));
        var answers = Enumerable.Range(0, 3).Select(i => engine.Submit([i + 1], TestEngine.Greedy(40))).ToArray();
        engine.Step();
        engine.Submit(TestEngine.Prompt(400, 9), TestEngine.Greedy(1));
        for (var i = 0; i < 20; i++)
        {
            engine.Step();
        }

        Assert.All(answers, static answer => Assert.Equal(21, answer.CompletionTokens));
        Assert.Equal(16, engine.Model.MaxTokensInStep);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void Plan_ShortPromptBehindALongOne_PassesIfItIsPreferred(double preference, bool passes)
    {
        var options = Options(sequences: 4, budget: 16);
        options.ShortPromptPreference = preference;
        var engine = new TestEngine(new FakeModel(4, 512), options);
        var first = engine.Submit(TestEngine.Prompt(320, 1), TestEngine.Greedy(1));
        engine.Step();
        var second = engine.Submit(TestEngine.Prompt(8, 2), TestEngine.Greedy(1));
        engine.Step();
        Assert.Equal(passes ? 1 : 0, second.CompletionTokens);
        engine.RunToEnd();
        Assert.Equal(1, first.CompletionTokens);
    }

    [Fact]
    public void Plan_ShortPromptsWithoutEnd_DoNotStarveALongOne()
    {
        var engine = new TestEngine(new FakeModel(4, 512), Options(sequences: 4, budget: 16));
        var prompt = engine.Submit(TestEngine.Prompt(200, 1), TestEngine.Greedy(1));
        var steps = 0;
        for (; prompt.CompletionTokens == 0; steps++)
        {
            engine.Submit(TestEngine.Prompt(16, steps + 10), TestEngine.Greedy(1));
            engine.Step();
            Assert.True(steps < 100, "The long prompt starves.");
        }

        // As many tokens of others as its own pass it, and then it needs thirteen steps.
        Assert.InRange(steps, 13, (200 / 16) + 13 + 2);
    }

    [Fact]
    public void Plan_ManyTenants_AreServedEvenly()
    {
        var engine = new TestEngine(new FakeModel(4, 512), Options(sequences: 2, budget: 64));
        var flood = Submit(engine, "flood", 60);
        for (var i = 0; i < 20; i++)
        {
            engine.Step();
        }

        var before = flood.Count(static one => one.LivePlace < 0);
        var late = Submit(engine, "late", 10);
        while (late.Any(static one => one.LivePlace >= 0))
        {
            engine.Step();
        }

        Assert.InRange(flood.Count(static one => one.LivePlace < 0) - before, 7, 13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0.25)]
    public void Plan_WeightedTenants_AreServedByTheirWeights(double weight)
    {
        var options = Options(sequences: 2, budget: 64);
        options.TenantWeights.Add("gold", weight);
        var engine = new TestEngine(new FakeModel(4, 512), options);
        var gold = Submit(engine, "gold", 200);
        var plain = Submit(engine, "plain", 200);
        while (gold.Concat(plain).Count(static one => one.LivePlace < 0) < 100)
        {
            engine.Step();
        }

        // All requests cost the same. One more of each may have ended than its share.
        var ended = gold.Count(static one => one.LivePlace < 0);
        Assert.InRange(ended, (100 * weight / (1 + weight)) - 3, (100 * weight / (1 + weight)) + 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(double.NaN)]
    public void Validate_WrongWeight_NamesTheTenant(double weight)
    {
        var options = new EngineOptions();
        options.TenantWeights.Add("gold", weight);

        Assert.Contains("'gold'", Assert.Single(EngineOptionsValidator.Validate(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_TenantReturnsFromAPause_HasSavedNothingUp()
    {
        var ledger = new TenantLedger([]);
        var busy = ledger.Enter("busy");
        busy.Served = 1000;
        Assert.Equal(1000, ledger.Enter("new").Served);
        busy.Served = 3000;
        ledger.Leave(busy);
        Assert.Equal(3000, ledger.Enter("busy").Served);
    }

    [Fact]
    public void Leave_ManyTenants_AreForgotten()
    {
        var ledger = new TenantLedger([]);
        var kept = ledger.Enter("kept");
        kept.Served = 5;
        for (var i = 0; i < 5000; i++)
        {
            ledger.Leave(ledger.Enter($"tenant {i}"));
        }

        Assert.InRange(ledger.Count, 1, 1026);
        Assert.Same(kept, ledger.Enter("kept"));
    }

    [Fact]
    public void Plan_Priorities_GoFirst()
    {
        var engine = new TestEngine(options: Options(sequences: 1, budget: 16));
        var low = Submit(engine, 5, TestEngine.Greedy(2).MaxTokens!.Value);
        var normal = Submit(engine, 0, 2);
        var high = Submit(engine, -3, 2);
        List<Generation> order = [];
        while (engine.Core.HasWork)
        {
            engine.Step();
            order.AddRange(new[] { low, normal, high }.Where(one => one.LivePlace < 0 && !order.Contains(one)));
        }

        Assert.Equal([high, normal, low], order);
    }

    [Fact]
    public void Plan_MemoryEnds_TakesItFromTheLeastComputed()
    {
        var engine = new TestEngine(new FakeModel(4, 12), Options(sequences: 4, budget: 32));
        var large = engine.Submit(TestEngine.Prompt(20, 1), TestEngine.Greedy(20));
        engine.Step();
        var small = engine.Submit(TestEngine.Prompt(8, 2), TestEngine.Greedy(30));
        engine.RunToEnd();
        Assert.Equal(0, large.Sequences[0].Preemptions);
        Assert.InRange(small.Sequences[0].Preemptions, 1, 2);
        var alone = TestEngine.Alone(TestEngine.Prompt(8, 2), TestEngine.Greedy(30))[0];
        Assert.Equal(alone.Tokens, TestEngine.Read(small)[0].Tokens);
    }

    [Fact]
    public void Plan_MemoryEnds_TakesItFromTheLowestPriorityFirst()
    {
        var engine = new TestEngine(new FakeModel(4, 12), Options(sequences: 4, budget: 32));
        var large = engine.Submit(new EngineRequest
        {
            Prompt = TestEngine.Prompt(20, 1), Sampling = TestEngine.Greedy(20), Priority = 1,
        });
        engine.Step();
        var small = engine.Submit(TestEngine.Prompt(8, 2), TestEngine.Greedy(30));
        engine.RunToEnd();
        Assert.Equal(0, small.Sequences[0].Preemptions);
        Assert.True(large.Sequences[0].Preemptions > 0);
    }

    [Fact]
    public void Plan_CacheForOneAndAHalfRequests_FinishesEightWithFewPreemptions()
    {
        var engine = new TestEngine(new FakeModel(4, 48), Options(sequences: 8, budget: 64));
        var all = Enumerable.Range(0, 8)
            .Select(i => engine.Submit(TestEngine.Prompt(64, i), TestEngine.Greedy(64)))
            .ToArray();
        engine.RunToEnd(maxSteps: 8 * 128);
        Assert.All(all, static one => Assert.InRange(one.Sequences[0].Preemptions, 0, 4));
        Assert.All(all, static one => Assert.Equal(64, one.CompletionTokens));
    }

    [Fact]
    public void Plan_WholePromptDoesNotFit_WaitsUntilItDoes()
    {
        var engine = new TestEngine(new FakeModel(4, 12), Options(sequences: 4, budget: 64));
        engine.Submit(TestEngine.Prompt(20, 1), TestEngine.Greedy(4));
        var second = engine.Submit(TestEngine.Prompt(30, 2), TestEngine.Greedy(4));
        engine.Step();
        Assert.Equal(1, engine.Core.Scheduler.WaitingCount);
        Assert.Empty(second.Sequences[0].Table.Used.ToArray());
        engine.RunToEnd();
        Assert.Equal(0, engine.Core.Scheduler.Preemptions);
    }

    private static EngineOptions Options(int sequences, int budget) =>
        new() { MaxSequences = sequences, MaxBatchedTokens = budget };

    private static Generation[] Submit(TestEngine engine, string tenant, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => engine.Submit(new EngineRequest
        {
            Prompt = TestEngine.Prompt(10, i), Sampling = TestEngine.Greedy(5), Tenant = tenant,
        })),
    ];

    private static Generation Submit(TestEngine engine, int priority, int maxTokens) =>
        engine.Submit(new EngineRequest
        {
            Prompt = [1, 2, 3], Sampling = TestEngine.Greedy(maxTokens), Priority = priority,
        });
}
