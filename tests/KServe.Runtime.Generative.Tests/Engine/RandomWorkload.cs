using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Engine;

/// <summary>Requests of every kind at random times into an engine with too little memory.</summary>
internal sealed class RandomWorkload
{
    private readonly Random _random;
    private readonly TestEngine _engine;
    private readonly List<(Generation Generation, Answer[] Answers)> _all = [];
    private readonly int[][] _beginnings;
    private readonly int _maxLength;
    private readonly int _window;

    /// <summary>Creates a workload.</summary>
    /// <param name="seed">What everything follows from.</param>
    /// <param name="isWindowed">Whether the model has a window, and sequences may be longer than the cache.</param>
    public RandomWorkload(int seed, bool isWindowed = false)
    {
        _random = new Random(seed);
        var blockSize = _random.Next(1, 9);
        var capacity = _random.Next(60, 200);
        var options = new EngineOptions
        {
            MaxSequences = _random.Next(1, 12),
            MaxBatchedTokens = _random.Next(12, 64),
            MaxPromptTokensPerStep = _random.Next(2) * _random.Next(1, 20),
            PrefixCaching = _random.Next(4) > 0,
            ShortPromptPreference = _random.Next(3),
        };
        _window = isWindowed ? _random.Next(1, capacity / 2) : 0;
        var model = new FakeModel(blockSize, (capacity / blockSize) + 1, maxLength: 400, _window);
        _engine = new TestEngine(model, options, new LetterText());
        _maxLength = (int)Math.Min(400, BlockDemand.Create(model, options).MaxTokens);
        _beginnings = [.. Enumerable.Range(0, 3).Select(i => TestEngine.Prompt(_random.Next(1, _maxLength / 2), i))];
    }

    public TestEngine Engine => _engine;

    public int Cancelled { get; private set; }

    public int MultipleAnswers { get; private set; }

    /// <summary>Gets after how many steps a sequence had given blocks back.</summary>
    public int GivenBack { get; private set; }

    /// <summary>Runs everything and compares each answer with the one that its request gets alone.</summary>
    public void Run(int requests)
    {
        for (var submitted = 0; submitted < requests || _engine.Core.HasWork;)
        {
            for (var i = _random.Next(4); i > 0 && submitted < requests; i--, submitted++)
            {
                _all.Add((_engine.Submit(NextRequest()), []));
            }

            if (_all.Count > 0 && _random.Next(8) == 0)
            {
                var generation = _all[_random.Next(_all.Count)].Generation;
                Cancelled += generation.LivePlace >= 0 ? 1 : 0;
                _engine.Core.Cancel(generation);
                _engine.Core.Check();
            }

            Assert.True(_engine.Step(), "The model failed.");
            Assert.True(_engine.Model.Steps < 50_000, "The engine makes no progress.");
            GivenBack += _engine.Core.Scheduler.Running.Any(static one => one.Table.First > 0) ? 1 : 0;
        }

        Assert.InRange(_engine.Model.MaxTokensInStep, 1, _engine.Options.MaxBatchedTokens);
        foreach (var (generation, _) in _all)
        {
            Compare(generation);
        }
    }

    private EngineRequest NextRequest()
    {
        var beginning = _beginnings[_random.Next(3)];
        var prompt = beginning[.._random.Next(1, beginning.Length + 1)]
            .Concat(TestEngine.Prompt(_random.Next(_maxLength / 3), _random.Next()))
            .ToArray();
        return new EngineRequest
        {
            Prompt = prompt,
            Sampling = NextParameters(),
            Priority = _random.Next(-1, 2),
            Tenant = _random.Next(3) == 0 ? $"tenant {_random.Next(3)}" : null,
            CacheSalt = _random.Next(5) == 0 ? "salt" : null,
        };
    }

    private SamplingParameters NextParameters()
    {
        var n = _random.Next(4) == 0 ? _random.Next(2, 6) : 1;
        return new SamplingParameters
        {
            Count = n,
            Temperature = n > 1 || _random.Next(2) == 0 ? 1.2f : 0,
            Seed = _random.Next(2) == 0 ? _random.Next(100) : null,
            MaxTokens = _random.Next(4) == 0 ? null : _random.Next(1, 40),
            IgnoresEndOfSequence = _random.Next(2) == 0,
            FrequencyPenalty = _random.Next(3) == 0 ? 0.7f : 0,
            RepetitionPenalty = _random.Next(3) == 0 ? 1.3f : 1,
            TopP = _random.Next(2) == 0 ? 0.8f : 1,
            TopK = _random.Next(3) * 10,
            Stop = _random.Next(4) == 0 ? ["abc", "dd"] : [],
            PromptLogprobs = _random.Next(6) == 0 ? 2 : null,
            Logprobs = _random.Next(6) == 0 ? 1 : null,
        };
    }

    private void Compare(Generation generation)
    {
        if (generation.Sequences[0].FinishReason == FinishReason.Error)
        {
            throw TestEngine.ReadError(generation);
        }

        var request = generation.Request;
        var sampling = request.Sampling;
        var answers = TestEngine.Read(generation);
        var expected = TestEngine.Alone(request.Prompt, sampling, _maxLength, new LetterText(), _window);
        MultipleAnswers += answers.Length > 1 ? 1 : 0;
        for (var i = 0; i < answers.Length; i++)
        {
            var isWhole = generation.Sequences[i].FinishReason != FinishReason.Abort;
            Assert.Equal(expected[i].Tokens[..(isWhole ? expected[i].Tokens.Count : answers[i].Tokens.Count)],
                answers[i].Tokens);
            Assert.Equal(answers[i].Tokens.Count, generation.Sequences[i].OutputCount);
            Assert.StartsWith(answers[i].Text, expected[i].Text, StringComparison.Ordinal);
            if (isWhole)
            {
                Assert.Equal(expected[i].Text, answers[i].Text);
                Assert.Equal(expected[i].FinishReason, answers[i].FinishReason);
                Assert.Equal(
                    expected[i].Logprobs.Select(static one => one.Chosen),
                    answers[i].Logprobs.Select(static one => one.Chosen));
                Assert.Equal(
                    sampling.PromptLogprobs is null ? 0 : request.Prompt.Length - 1, generation.PromptLogprobs.Count);
            }
        }

        Assert.Equal(answers.Sum(static answer => answer.Tokens.Count), generation.CompletionTokens);
    }
}
