using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class SamplerTests
{
    private const int Vocabulary = 50;

    public static TheoryData<float, int, float, float> Filters => new()
    {
        { 1, 0, 1, 0 },
        { 0.7f, 0, 1, 0 },
        { 1.8f, 0, 1, 0 },
        { 1, 7, 1, 0 },
        { 1, 0, 0.8f, 0 },
        { 1, 0, 0.999f, 0 },
        { 1, 0, 1, 0.1f },
        { 1.3f, 12, 0.9f, 0.05f },
        { 0.5f, 49, 0.3f, 0 },
        { 1, 1, 1, 0 },
        { 1, 0, 0.0001f, 0 },
        { 1, 0, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Choose_ManyTimes_FollowsTheExactDistribution(float temperature, int topK, float topP, float minP)
    {
        var logits = Logits(1);
        var parameters = new SamplingParameters { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP };
        var expected = Distribution(logits, temperature, topK, topP, minP);
        var sampler = new Sampler(Vocabulary);
        var counts = new int[Vocabulary];
        var row = new float[Vocabulary];
        for (var i = 0; i < 10_000; i++)
        {
            logits.CopyTo(row, 0);
            counts[sampler.Choose(row, State(parameters, seed: (ulong)i), []).Token]++;
        }

        var degrees = expected.Count(static p => p > 0) - 1;
        var chi = Statistics.ChiSquared(counts, expected);
        var limit = degrees == 0 ? 1e-9 : Statistics.Limit(degrees);
        Assert.True(chi <= limit, $"chi-squared is {chi} with {degrees} degrees of freedom");
    }

    [Fact]
    public void Choose_LargeVocabulary_ReachesAllChunks()
    {
        const int Large = 5000;
        var sampler = new Sampler(Large);
        var parameters = new SamplingParameters();
        var plan = new SamplingPlan(parameters, Large, [], [], 7);
        var counts = new int[10];
        var row = new float[Large];
        var state = new SamplerState(plan, 0, [], null);
        var output = new int[4000];
        for (var i = 0; i < output.Length; i++)
        {
            Array.Clear(row);
            counts[sampler.Choose(row, state, output.AsSpan(0, i)).Token / 500]++;
        }

        Assert.True(Statistics.ChiSquared(counts, [.. Enumerable.Repeat(0.1, 10)]) < Statistics.Limit(9));
    }

    // Few different logits: the nucleus ends among equals, of which it has those with the smaller ids, in some chunk.
    [Theory]
    [InlineData(0.9f, 0)]
    [InlineData(0.55f, 0)]
    [InlineData(0.2f, 0)]
    [InlineData(1, 0.3f)]
    [InlineData(0.75f, 0.1f)]
    public void Choose_EqualsInManyChunks_FollowsTheExactDistribution(float topP, float minP)
    {
        const int Large = 3333;
        float[] logits = [.. Enumerable.Range(0, Large).Select(static i => i * 7919 % 6 / 1.5f)];
        var expected = Distribution(logits, 1, 0, topP, minP);
        var sampler = new Sampler(Large);
        var plan = new SamplingPlan(new SamplingParameters { TopP = topP, MinP = minP }, Large, [], [], 3);
        var state = new SamplerState(plan, 0, [], null);
        var counts = new int[Large];
        var output = new int[30_000];
        for (var i = 0; i < output.Length; i++)
        {
            counts[sampler.Choose(logits, state, output.AsSpan(0, i)).Token]++;
        }

        var chi = Statistics.ChiSquared(counts, expected);
        var limit = Statistics.Limit(expected.Count(static p => p > 0) - 1);
        Assert.True(chi <= limit, $"chi-squared is {chi}, and should be at most {limit}");
    }

    [Fact]
    public void Choose_SameSeedAndPosition_ChoosesTheSame()
    {
        var parameters = new SamplingParameters { Seed = 99, Temperature = 1.5f };
        var sampler = new Sampler(Vocabulary);
        var first = sampler.Choose(Logits(3), State(parameters, seed: 1), [4, 5]);
        sampler.Choose(Logits(4), State(parameters, seed: 1), []);
        Assert.Equal(first.Token, sampler.Choose(Logits(3), State(parameters, seed: 2), [6, 7]).Token);
    }

    [Fact]
    public void Choose_OtherSeedsPositionsAndAnswers_ChooseDifferently()
    {
        var parameters = new SamplingParameters { Temperature = 2 };
        var sampler = new Sampler(Vocabulary);
        var plan = new SamplingPlan(parameters, Vocabulary, [], [], 1);
        HashSet<int> bySeed = [];
        HashSet<int> byPosition = [];
        HashSet<int> byAnswer = [];
        for (var i = 0; i < 20; i++)
        {
            bySeed.Add(sampler.Choose(Logits(1), State(parameters, (ulong)i), []).Token);
            byPosition.Add(sampler.Choose(Logits(1), State(parameters, 1), new int[i]).Token);
            byAnswer.Add(sampler.Choose(Logits(1), new SamplerState(plan, i, [], null), []).Token);
        }

        Assert.All([bySeed, byPosition, byAnswer], static tokens => Assert.True(tokens.Count > 5));
    }

    [Fact]
    public void Choose_Greedy_TakesTheLikeliest()
    {
        var logits = Logits(5);
        logits[31] = 50;
        Assert.Equal(31, Choose(new SamplingParameters { Temperature = 0, TopK = 1 }, logits));
        Assert.Equal(31, Choose(new SamplingParameters { Temperature = 1e-6f }, logits));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Choose_RowIsNotNumbers_Throws(float bad)
    {
        var logits = Logits(5);
        logits[49] = bad;
        var greedy = new SamplingParameters { Temperature = 0 };
        Assert.Equal(InferenceErrorCode.Internal, Assert.Throws<InferenceException>(() => Choose(greedy, logits)).Code);
    }

    [Fact]
    public void Choose_NothingIsAllowed_Throws()
    {
        foreach (var temperature in new[] { 0f, 1f })
        {
            var parameters = new SamplingParameters
            {
                Temperature = temperature,
                AllowedTokenIds = [3],
                StopTokenIds = [3],
                MinTokens = 1,
            };
            Assert.Throws<InferenceException>(() => Choose(parameters, Logits(5)));
        }
    }

    [Fact]
    public void Choose_AllowedTokensAndBias_ChooseAmongThem()
    {
        var logits = Logits(5);
        logits[31] = 50;
        logits[7] = -3;
        logits[8] = -4;
        var parameters = new SamplingParameters { Temperature = 0, AllowedTokenIds = [7, 8] };
        Assert.Equal(7, Choose(parameters, logits));
        parameters = parameters with { LogitBias = new Dictionary<int, float> { [8] = 2 } };
        Assert.Equal(8, Choose(parameters, logits));
        parameters = parameters with { LogitBias = new Dictionary<int, float> { [31] = 100 } };
        Assert.Equal(7, Choose(parameters, logits));
    }

    [Fact]
    public void Choose_BadWord_IsForbiddenWhereItWouldBeComplete()
    {
        var logits = Logits(5);
        logits[31] = 50;
        logits[12] = 40;
        var greedy = new SamplingParameters { Temperature = 0 };
        Assert.Equal(12, Choose(greedy, logits, [4, 9], badWords: [[9, 31]]));
        Assert.Equal(31, Choose(greedy, logits, [9, 4], badWords: [[9, 31]]));
        Assert.Equal(12, Choose(greedy, logits, [], badWords: [[31]]));
        Assert.Equal(31, Choose(greedy, logits, [], badWords: [[9, 31]]));
    }

    [Fact]
    public void Choose_BeforeMinTokens_DoesNotEnd()
    {
        var logits = Logits(5);
        logits[2] = 50;
        logits[31] = 45;
        logits[12] = 40;
        var parameters = new SamplingParameters { Temperature = 0, MinTokens = 2, StopTokenIds = [31] };
        Assert.Equal(12, Choose(parameters, logits, [1]));
        Assert.Equal(2, Choose(parameters, logits, [1, 1]));
    }

    [Fact]
    public void Choose_Penalties_ApplyInTheOrderOfVllm()
    {
        // Token 3 stands in the prompt, token 4 twice in the answer, token 5 in both.
        var parameters = new SamplingParameters
        {
            Temperature = 0,
            RepetitionPenalty = 2,
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.25f,
            Logprobs = 0,
        };
        var plan = new SamplingPlan(parameters, 6, [], [], 0);
        var state = new SamplerState(plan, 0, [3, 5], null);
        foreach (var token in new[] { 4, 4, 5 })
        {
            state.Accept(token);
        }

        float[] logits = [1.4f, 1, 1, 4, 4, -1];
        new Sampler(6).Choose(logits, state, [4, 4, 5]);
        Assert.Equal([1.4f, 1, 1, 2, 2 - 1 - 0.25f, -2 - 0.5f - 0.25f], logits);
    }

    [Fact]
    public void Choose_Logprobs_AreThoseOfTheRawLogits()
    {
        var logits = Logits(8);
        var raw = logits.ToArray();
        var parameters = new SamplingParameters
        {
            Temperature = 0.5f,
            TopK = 2,
            PresencePenalty = 1,
            LogitBias = new Dictionary<int, float> { [44] = 100 },
            Logprobs = 3,
        };
        var sample = new Sampler(Vocabulary).Choose(logits, State(parameters, 1), []);
        Assert.Equal(44, sample.Token);
        var expected = Distribution(raw, 1, 0, 1, 0);
        var order = Enumerable.Range(0, Vocabulary).OrderByDescending(token => raw[token]).ToArray();
        var logprobs = sample.Logprobs!;
        Assert.Equal(Math.Log(expected[44]), logprobs.Chosen.Logprob, 1e-5);
        Assert.Equal(Array.IndexOf(order, 44) + 1, logprobs.Chosen.Rank);
        Assert.Equal(order[..3], logprobs.Others.Select(static one => one.Token));
        Assert.Equal([1, 2, 3], logprobs.Others.Select(static one => one.Rank));
        Assert.All(logprobs.Others, one => Assert.Equal(Math.Log(expected[one.Token]), one.Logprob, 1e-5));
    }

    [Fact]
    public void Choose_LogprobTokenIds_AreReportedInTheirOrder()
    {
        var parameters = new SamplingParameters { Temperature = 0, LogprobTokenIds = [9, 3] };
        var sample = new Sampler(Vocabulary).Choose(Logits(8), State(parameters, 1), []);
        Assert.Equal([9, 3], sample.Logprobs!.Others.Select(static one => one.Token));
    }

    [Fact]
    public void Choose_AllLogprobs_SumToOne()
    {
        var parameters = new SamplingParameters { Temperature = 0, Logprobs = -1 };
        var sample = new Sampler(Vocabulary).Choose(Logits(8), State(parameters, 1), []);
        Assert.Equal(Vocabulary, sample.Logprobs!.Others.Length);
        Assert.Equal(1, sample.Logprobs.Others.Sum(static one => Math.Exp(one.Logprob)), 1e-4);
        Assert.Equal(1, sample.Logprobs.Chosen.Rank);
    }

    [Fact]
    public void Choose_Mask_ForbidsAndLearns()
    {
        var mask = new OddMask();
        var plan = new SamplingPlan(new SamplingParameters { Temperature = 2 }, Vocabulary, [], [], 0);
        var state = new SamplerState(plan, 0, [], mask);
        var sampler = new Sampler(Vocabulary);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(1, sampler.Choose(Logits(i), state, new int[i]).Token % 2);
        }

        Assert.Equal(100, mask.Accepted);
    }

    private static SamplerState State(SamplingParameters parameters, ulong seed) =>
        new(new SamplingPlan(parameters, Vocabulary, [2], [], seed), 0, [], null);

    private static int Choose(
        SamplingParameters parameters, float[] logits, int[]? output = null, int[][]? badWords = null)
    {
        var plan = new SamplingPlan(parameters, Vocabulary, [2], badWords ?? [], 0);
        var state = new SamplerState(plan, 0, [], null);
        return new Sampler(Vocabulary).Choose(logits.ToArray(), state, output ?? []).Token;
    }

    private static float[] Logits(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Vocabulary).Select(_ => (float)((random.NextDouble() * 6) - 3))];
    }

    // The definition, with a full sort and in double precision.
    private static double[] Distribution(float[] logits, float temperature, int topK, float topP, float minP)
    {
        var weights = logits.Select(logit => Math.Exp(logit / (double)temperature)).ToArray();
        var order = Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).ToArray();
        var kept = order.Where(i => weights[i] >= minP * weights[order[0]]).ToArray();
        kept = topK > 0 ? kept[..Math.Min(topK, kept.Length)] : kept;
        var sum = kept.Sum(i => weights[i]);
        var mass = 0.0;
        var result = new double[weights.Length];
        foreach (var i in kept)
        {
            if (mass >= topP * sum)
            {
                break;
            }

            result[i] = weights[i];
            mass += weights[i];
        }

        return [.. result.Select(weight => weight / mass)];
    }

    private sealed class OddMask : ITokenMask
    {
        private static readonly ulong[] Odd = [0xAAAAAAAAAAAAAAAA];

        public int Accepted { get; private set; }

        public bool TryGetAllowed(out ReadOnlySpan<ulong> allowed)
        {
            allowed = Odd;
            return true;
        }

        public void Accept(int token) => Accepted++;
    }
}
