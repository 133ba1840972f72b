using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Engine;

public sealed class EngineInvarianceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_RandomWorkloads_GiveEachRequestTheAnswerThatItGetsAlone(bool isWindowed)
    {
        long preemptions = 0;
        long hits = 0;
        var copies = 0;
        var cancelled = 0;
        var multiple = 0;
        var givenBack = 0;
        for (var seed = 0; seed < (isWindowed ? 20 : 40); seed++)
        {
            var workload = new RandomWorkload(seed, isWindowed);
            workload.Run(requests: 24);
            preemptions += workload.Engine.Core.Scheduler.Preemptions;
            hits += workload.Engine.Core.Scheduler.HitTokens;
            copies += workload.Engine.Model.Copies;
            cancelled += workload.Cancelled;
            multiple += workload.MultipleAnswers;
            givenBack += workload.GivenBack;
        }

        // The workloads must reach what they are about.
        var reached = $"{preemptions} preemptions, {hits} tokens from the cache, {copies} copied blocks, {cancelled} "
            + $"cancelled requests, {multiple} for several answers, {givenBack} steps with blocks given back";
        Assert.True(preemptions > (isWindowed ? 15 : 150), reached);
        Assert.True(hits > (isWindowed ? 750 : 1500), reached);
        Assert.True(copies > (isWindowed ? 30 : 60), reached);
        Assert.True(cancelled > (isWindowed ? 20 : 40), reached);
        Assert.True(multiple > (isWindowed ? 50 : 100), reached);
        Assert.True(isWindowed ? givenBack > 500 : givenBack == 0, reached);
    }

    [Fact]
    public void Step_Greedy_IsTheFunctionOfTheWholeSequence()
    {
        var prompt = TestEngine.Prompt(13, 1);
        var engine = new TestEngine();
        var generation = engine.Submit(prompt, TestEngine.Greedy(20));
        engine.RunToEnd();

        var tokens = prompt.ToList();
        var row = new float[FakeModel.Vocabulary];
        for (var i = 0; i < 20; i++)
        {
            FakeModel.Compute(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens), row);
            tokens.Add(Array.IndexOf(row, row.Max()));
        }

        Assert.Equal(tokens[13..], TestEngine.Read(generation)[0].Tokens);
    }

    [Theory]
    [InlineData(1, 512, 0)]
    [InlineData(64, 64, 0)]
    [InlineData(64, 512, 3)]
    public void Step_InABatchOf64_AnswersAsAlone(int maxSequences, int budget, int piece)
    {
        var options = new EngineOptions
        {
            MaxSequences = maxSequences,
            MaxBatchedTokens = budget,
            MaxPromptTokensPerStep = piece,
        };
        var engine = new TestEngine(new FakeModel(8, 1024), options);
        var prompts = Enumerable.Range(0, 64).Select(static i => TestEngine.Prompt(5 + i, i % 20)).ToArray();
        var sampling = new SamplingParameters { Seed = 5, MaxTokens = 12 };
        var all = prompts.Select(prompt => engine.Submit(prompt, sampling)).ToArray();
        engine.RunToEnd();
        Assert.All(
            all.Zip(prompts),
            pair => Assert.Equal(
                TestEngine.Alone(pair.Second, sampling)[0].Tokens, TestEngine.Read(pair.First)[0].Tokens));
    }

    [Fact]
    public void Step_PreemptedWhilePromptLogprobsAreRead_ReportsEachOnce()
    {
        var options = new EngineOptions { MaxSequences = 4, MaxBatchedTokens = 8 };
        var engine = new TestEngine(new FakeModel(4, 16), options);
        var sampling = TestEngine.Greedy(16);
        var first = engine.Submit(TestEngine.Prompt(8, 1), sampling);
        engine.Step();
        var second = engine.Submit(
            TestEngine.Prompt(40, 2),
            new SamplingParameters { Temperature = 0, MaxTokens = 4, PromptLogprobs = 1, IgnoresEndOfSequence = true });
        engine.RunToEnd();
        Assert.Equal(16, TestEngine.Read(first)[0].Tokens.Count);
        Assert.Equal(39, second.PromptLogprobs.Count);
        Assert.Equal(TestEngine.Prompt(40, 2)[1..], second.PromptLogprobs.Select(static one => one.Chosen.Token));
    }
}
