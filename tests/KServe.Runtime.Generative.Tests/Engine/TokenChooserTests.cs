using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Engine;

/// <summary>Holds that the tokens of a step are the same on any number of threads.</summary>
public sealed class TokenChooserTests
{
    private static SamplingParameters[] Kinds =>
    [
        new() { Temperature = 0 },
        new() { Temperature = 0.7f, Seed = 1 },
        new() { TopK = 7, Seed = 2, Logprobs = 3 },
        new() { TopP = 0.6f, Seed = 3 },
        new() { MinP = 0.2f, Seed = 4, Count = 3 },
        new() { TopK = 20, TopP = 0.8f, Seed = 5, FrequencyPenalty = 0.5f, RepetitionPenalty = 1.2f },
        new() { Temperature = 1.5f, Seed = 6, Count = 2, LogitBias = new Dictionary<int, float> { [4] = 5 } },
        new() { Seed = 7, MinTokens = 9, AllowedTokenIds = [1, 2, 3, 5, 8, 13], Logprobs = 0 },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Step_SharedOverThreads_ChoosesTheSame(int threads)
    {
        using var pool = new ComputePool(threads);
        var engine = Start(pool);
        var requests = Enumerable.Range(0, 24)
            .Select(static i => (
                Prompt: TestEngine.Prompt(3 + i, i), Sampling: Kinds[i % Kinds.Length] with { MaxTokens = 20 }))
            .ToArray();
        var all = requests.Select(one => engine.Submit(one.Prompt, one.Sampling)).ToArray();
        engine.RunToEnd();

        for (var i = 0; i < all.Length; i++)
        {
            var expected = TestEngine.Alone(requests[i].Prompt, requests[i].Sampling);
            var actual = TestEngine.Read(all[i]);
            Assert.Equal(expected.Select(static one => one.Tokens), actual.Select(static one => one.Tokens));
            Assert.Equal(
                expected.SelectMany(static one => one.Logprobs).Select(static one => one.Chosen),
                actual.SelectMany(static one => one.Logprobs).Select(static one => one.Chosen));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Step_OneRowIsNotNumbers_FailsItsRequestAlone(int threads)
    {
        using var pool = new ComputePool(threads);
        var engine = Start(pool, poisonToken: 50);
        int[] prompt = [1, 2, 3];
        var good = Enumerable.Range(0, 6).Select(_ => engine.Submit(prompt, AllowSmall(8))).ToArray();
        var bad = engine.Submit([1, 50], AllowSmall(8));
        engine.RunToEnd();

        Assert.Equal(InferenceErrorCode.Internal, ((InferenceException)TestEngine.ReadError(bad)).Code);
        var expected = TestEngine.Alone(prompt, AllowSmall(8))[0].Tokens;
        Assert.All(good, one => Assert.Equal(expected, TestEngine.Read(one)[0].Tokens));
    }

    [Fact]
    public void Step_MasksOfManyAnswers_AreAskedOneAfterTheOther()
    {
        using var pool = new ComputePool(4);
        var engine = Start(pool);
        var shared = new SharedMasks();
        var all = Enumerable.Range(0, 12).Select(i => engine.Submit(new EngineRequest
        {
            Prompt = [i + 1],
            Sampling = new SamplingParameters
            {
                Count = 2, Seed = i, MaxTokens = 10, IgnoresEndOfSequence = true,
            },
            CreateMask = shared.Create,
        })).ToArray();
        engine.RunToEnd();

        Assert.False(shared.WasRaced);
        Assert.All(all, static one => Assert.All(
            TestEngine.Read(one),
            static (answer, index) => Assert.All(answer.Tokens, token => Assert.Equal(index, token % 2))));
    }

    private static SamplingParameters AllowSmall(int tokens) => new()
    {
        Seed = 1, MaxTokens = tokens, IgnoresEndOfSequence = true, AllowedTokenIds = [1, 2, 3, 4, 5, 6],
    };

    private static TestEngine Start(ComputePool pool, int poisonToken = -1) => new(
        new FakeModel(8, 1024) { Threads = pool, PoisonToken = poisonToken },
        new EngineOptions { MaxSequences = 64, MaxBatchedTokens = 512 });

    /// <summary>Masks that share what they compute, as those of one grammar do.</summary>
    /// <remarks>The first answer has even tokens, the others odd ones.</remarks>
    private sealed class SharedMasks
    {
        private readonly ulong[] _allowed = new ulong[2];
        private int _inside;

        public bool WasRaced { get; private set; }

        public ITokenMask Create(int answer) => new Mask(this, answer);

        private ReadOnlySpan<ulong> Compute(int answer)
        {
            WasRaced |= Interlocked.Increment(ref _inside) != 1;
            _allowed.AsSpan().Fill(answer == 0 ? 0x5555555555555555 : 0xAAAAAAAAAAAAAAAA);
            Interlocked.Decrement(ref _inside);
            return _allowed;
        }

        private sealed class Mask(SharedMasks shared, int answer) : ITokenMask
        {
            public bool TryGetAllowed(out ReadOnlySpan<ulong> allowed)
            {
                allowed = shared.Compute(answer);
                return true;
            }

            public void Accept(int token)
            {
            }
        }
    }
}
