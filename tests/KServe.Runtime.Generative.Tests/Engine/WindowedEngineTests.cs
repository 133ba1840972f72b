using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Tests.Fakes;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Engine;

/// <summary>Holds that sequences far longer than the window get the same answers in a cache that is shorter.</summary>
/// <remarks>A Mistral with a window of 8 tokens, in blocks of 16; an answer alone has blocks for everything.</remarks>
public sealed class WindowedEngineTests
{
    private const int Length = 200;

    private static readonly SamplingParameters Greedy = TestEngine.Greedy(40);

    [Theory]
    [InlineData(512, 0, 1)]
    [InlineData(16, 0, 2)]
    [InlineData(64, 7, 3)]
    public void Step_CacheForThreeBlocks_AnswersAsWithRoomForAll(int budget, int piece, int threads)
    {
        var expected = Alone(Prompt(1), Greedy);
        using var engine = Engine.Create(blocks: 3, budget, piece, threads);
        var generation = engine.Steps.Submit(Prompt(1), Greedy);
        engine.Steps.RunToEnd();

        Assert.Equal(expected[0], TestEngine.Read(generation)[0].Tokens);
        Assert.Equal(0, engine.Steps.Core.Scheduler.Preemptions);
        Assert.Equal(3, engine.Steps.Core.Pool.FreeCount);
    }

    [Fact]
    public void Step_PrefixWhoseBeginningIsGone_IsFoundAndAnswersTheSame()
    {
        var expected = Alone(Prompt(1), Greedy);
        using var engine = Engine.Create(blocks: 8, budget: 64);
        var first = engine.Steps.Submit(Prompt(1), Greedy);
        engine.Steps.RunToEnd();
        var second = engine.Steps.Submit(Prompt(1), Greedy);
        engine.Steps.RunToEnd();

        Assert.Equal(0, first.CachedTokens);
        Assert.Equal(192, second.CachedTokens);
        Assert.All([first, second], one => Assert.Equal(expected[0], TestEngine.Read(one)[0].Tokens));
    }

    [Fact]
    public void Step_SeveralAnswers_ShareTheWindowAndCopyOnWrite()
    {
        var sampling = new SamplingParameters
        {
            Count = 3, Temperature = 1.5f, Seed = 7, MaxTokens = 40, IgnoresEndOfSequence = true,
        };
        var expected = Alone(Prompt(2), sampling);
        using var engine = Engine.Create(blocks: 9, budget: 40);
        var generation = engine.Steps.Submit(Prompt(2), sampling);
        engine.Steps.RunToEnd();

        Assert.Equal(expected, TestEngine.Read(generation).Select(static answer => answer.Tokens));
        Assert.Equal(3, expected.Select(static tokens => string.Join(' ', tokens)).Distinct().Count());
        Assert.Equal(9, engine.Steps.Core.Pool.FreeCount);
    }

    [Fact]
    public void Step_TooLittleForAll_IsComputedAgainWithTheSameAnswers()
    {
        // Two prompts and their answers take up to three blocks each and others' steps in between.
        var sampling = new SamplingParameters
        {
            Count = 4, Temperature = 1.5f, Seed = 3, MaxTokens = 40, IgnoresEndOfSequence = true,
        };
        int[] seeds = [3, 4, 5];
        using var engine = Engine.Create(blocks: 7, budget: 40);
        var all = seeds.Select(seed => engine.Steps.Submit(Prompt(seed), sampling)).ToArray();
        engine.Steps.RunToEnd();

        Assert.True(engine.Steps.Core.Scheduler.Preemptions > 0);
        for (var i = 0; i < seeds.Length; i++)
        {
            Assert.Equal(
                Alone(Prompt(seeds[i]), sampling), TestEngine.Read(all[i]).Select(static answer => answer.Tokens));
        }
    }

    [Fact]
    public void Submit_HundredThousandTokens_FitACacheForWindowAndStep()
    {
        const int Tokens = 100_000;
        const int Blocks = (64 + 512 + 29) / 16;
        var prompt = TestEngine.Prompt(Tokens, 6);
        var expected = Run(new FakeModel(16, 6400, Tokens + 100, window: 64), prompt);
        var model = new FakeModel(16, Blocks, Tokens + 100, window: 64);
        Assert.Equal(Blocks, new BlockDemand(16, Blocks, 64, 512).AtOnce);

        Assert.Equal(expected, Run(model, prompt));
        Assert.Equal(Tokens + 63, model.ComputedTokens);
        Assert.Throws<InferenceException>(() => Run(new FakeModel(16, 6200, Tokens + 100), prompt));
    }

    [Fact]
    public void Step_ARowIsNotNumbers_TakesTheNamesOfBlocksThatWereGivenBack()
    {
        var model = new FakeModel(4, 40, window: 6) { PoisonToken = 90 };
        var engine = new TestEngine(model);
        int[] prompt = [.. TestEngine.Prompt(60, 1).Select(static token => Math.Min(token, 89)), 90];
        var generation = engine.Submit(prompt);
        engine.RunToEnd();

        Assert.Equal(InferenceErrorCode.Internal, ((InferenceException)TestEngine.ReadError(generation)).Code);
        Assert.Equal(0, engine.Core.Pool.NamedCount);
    }

    private static List<int> Run(FakeModel model, int[] prompt)
    {
        var engine = new TestEngine(model, new EngineOptions { MaxBatchedTokens = 512 });
        var generation = engine.Submit(prompt, TestEngine.Greedy(64));
        engine.RunToEnd();
        return TestEngine.Read(generation)[0].Tokens;
    }

    private static int[] Prompt(int seed) =>
        [.. TestEngine.Prompt(Length, seed).Select(static token => 3 + (token * 3))];

    private static List<int>[] Alone(int[] prompt, SamplingParameters sampling)
    {
        using var engine = Engine.Create(blocks: 128, budget: 512);
        var generation = engine.Steps.Submit(prompt, sampling);
        engine.Steps.RunToEnd();
        return [.. TestEngine.Read(generation).Select(static answer => answer.Tokens)];
    }

    private sealed class Engine(ICausalModel model, ComputePool pool, TestEngine steps) : IDisposable
    {
        public TestEngine Steps => steps;

        public static Engine Create(int blocks, int budget, int piece = 0, int threads = 2)
        {
            var pool = new ComputePool(threads);
            var load = new CausalModelOptions
            {
                BlockCount = blocks,
                CacheFormat = KvFormat.BF16,
                Precision = WeightPrecision.None,
            };
            var model = CausalModelLoader.Load(WeightStore.Open(ArchitectureGolden.PathOf("mistral")), load, pool);
            var options = new EngineOptions
            {
                MaxSequences = 8, MaxBatchedTokens = budget, MaxPromptTokensPerStep = piece,
            };
            return new Engine(model, pool, new TestEngine(model, options));
        }

        public void Dispose()
        {
            model.Dispose();
            pool.Dispose();
        }
    }
}
