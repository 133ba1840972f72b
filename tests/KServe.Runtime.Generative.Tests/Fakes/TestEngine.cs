using KServe.Core.Tests.Fakes;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>An engine whose steps a test makes, one by one, with the books checked after each.</summary>
internal sealed class TestEngine
{
    private readonly RequestCompiler _compiler;

    private readonly ICausalModel _model;

    public TestEngine(ICausalModel? model = null, EngineOptions? options = null, ITokenText? text = null)
    {
        _model = model ?? new FakeModel();
        Options = options ?? new EngineOptions { MaxSequences = 8, MaxBatchedTokens = 32 };
        Assert.Empty(EngineOptionsValidator.Validate(Options));
        var context = new EngineContext
        {
            ModelName = "fake",
            Options = Options,
            EndTokens = [FakeModel.EndToken],
            Text = text,
            Time = Time,
            NextSeed = static () => 12345,
        };
        _compiler = new RequestCompiler(_model, context);
        Core = new EngineCore(_model, context);
    }

    public FakeModel Model => (FakeModel)_model;

    public EngineOptions Options { get; }

    public ManualTimeProvider Time { get; } = new();

    public EngineCore Core { get; }

    public Generation Submit(EngineRequest request)
    {
        var generation = _compiler.Compile(request, null);
        if (request.Timeout is { } timeout)
        {
            generation.Deadline = Time.GetTimestamp() + timeout.Ticks;
        }

        Core.Add(generation);
        return generation;
    }

    public Generation Submit(int[] prompt, SamplingParameters? sampling = null) =>
        Submit(new EngineRequest { Prompt = prompt, Sampling = sampling ?? Greedy(8) });

    public bool Step()
    {
        var isWell = Core.Step();
        Core.Check();
        return isWell;
    }

    public void RunToEnd(int maxSteps = 100_000)
    {
        for (var i = 0; Core.HasWork; i++)
        {
            Assert.True(i < maxSteps, "The engine makes no progress.");
            Assert.True(Step(), "The model failed.");
        }
    }

    public static SamplingParameters Greedy(int maxTokens) =>
        new() { Temperature = 0, MaxTokens = maxTokens, IgnoresEndOfSequence = true };

    /// <summary>Reads what there is, without waiting.</summary>
    public static Answer[] Read(Generation generation)
    {
        var answers = new Answer[generation.Sequences.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = new Answer();
        }

        var chunk = generation.Read();
        foreach (ref readonly var token in chunk.Tokens)
        {
            Add(answers[token.Index], in token, chunk.GetText(in token));
        }

        return answers;
    }

    /// <summary>Gets the error with which a request has ended, after its tokens.</summary>
    public static Exception ReadError(Generation generation)
    {
        generation.Read();
        var task = generation.WaitToReadAsync().AsTask();
        return task.Exception?.InnerException ?? throw new InvalidOperationException("The request did not fail.");
    }

    public static void Add(Answer answer, in GeneratedToken token, ReadOnlySpan<char> text)
    {
        Assert.Equal(FinishReason.None, answer.FinishReason);
        if (token.Token >= 0)
        {
            answer.Tokens.Add(token.Token);
        }

        if (token.Logprobs is { } logprobs)
        {
            answer.Logprobs.Add(logprobs);
        }

        answer.Text += text.ToString();
        answer.FinishReason = token.FinishReason;
    }

    /// <summary>Gets the answers to a request that has an engine with plenty of room for itself.</summary>
    public static Answer[] Alone(
        int[] prompt, SamplingParameters sampling, int maxLength = 1000, ITokenText? text = null, int window = 0)
    {
        var options = new EngineOptions { MaxSequences = 128, MaxBatchedTokens = 4096, PrefixCaching = false };
        var engine = new TestEngine(new FakeModel(16, 4096, maxLength, window), options, text);
        var generation = engine.Submit(prompt, sampling);
        engine.RunToEnd();
        return Read(generation);
    }

    public static int[] Prompt(int length, int seed)
    {
        var random = new Random(seed);
        var prompt = new int[length];
        for (var i = 0; i < length; i++)
        {
            prompt[i] = random.Next(1, FakeModel.Vocabulary);
        }

        return prompt;
    }
}
