using System.Diagnostics;
using KServe.Runtime.Generative;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Generative.Engine;

/// <summary>A language model with its engine, loaded from a file as a host loads it.</summary>
internal sealed class EngineModel : IAsyncDisposable
{
    private const string Name = "benchmark";
    private const long CacheBytes = 512L << 20;

    private readonly ServiceProvider _services;
    private readonly TextGenerationModel _model;
    private readonly Random _random = new(3);
    private readonly int _vocabulary;

    private EngineModel(ServiceProvider services, TextGenerationModel model, int vocabulary)
    {
        _services = services;
        _model = model;
        _vocabulary = vocabulary;
    }

    public static async Task<EngineModel> LoadAsync(string path, int vocabulary, int threads)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddKServeCore().AddGenerativeRuntime();
        collection.Configure<LanguageModelOptions>(Name, options =>
        {
            options.Threads = threads;
            options.Engine.KvCacheBytes = CacheBytes;
        });
        var services = collection.BuildServiceProvider();
        var artifact = new ModelArtifact(Name, path);
        var runtime = services.GetServices<IServingRuntime>().First(one => one.DetectFormat(path) is not null);
        var model = (TextGenerationModel)runtime.CreatePredictor(artifact);
        await model.LoadAsync(
            new ModelLoadContext { ModelName = Name, ModelVersion = "1", ArtifactPath = path }, CancellationToken.None);
        return new EngineModel(services, model, vocabulary);
    }

    /// <summary>Makes a prompt that nobody has sent yet.</summary>
    public int[] CreatePrompt(int tokens)
    {
        var prompt = new int[tokens];
        foreach (ref var token in prompt.AsSpan())
        {
            token = _random.Next(_vocabulary - 1);
        }

        return prompt;
    }

    /// <summary>Sends a prompt and reads the answer, which has exactly so many tokens.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="sampling">How they are chosen; null for the likeliest.</param>
    public async Task<AnswerTimes> AnswerAsync(int[] prompt, int tokens, SamplingParameters? sampling = null)
    {
        var start = Stopwatch.GetTimestamp();
        var (first, last, firstTokens, count) = (0L, 0L, 0, 0);
        await foreach (var update in GenerateAsync(prompt, tokens, sampling))
        {
            last = Stopwatch.GetTimestamp();
            count = update.Usage?.CompletionTokens ?? count;
            if (first == 0)
            {
                (first, firstTokens) = (last, count);
            }
        }

        return count == tokens
            ? new AnswerTimes(start, first, last, firstTokens, count)
            : throw new InvalidOperationException($"The answer has {count} tokens, {tokens} were asked for.");
    }

    /// <summary>Sends a prompt.</summary>
    public IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        int[] prompt, int tokens, SamplingParameters? sampling = null) => _model.GenerateAsync(
        new TextGenerationRequest
        {
            TokenIds = prompt,
            Sampling = (sampling ?? new SamplingParameters { Temperature = 0 }) with
            {
                MaxTokens = tokens,
                IgnoresEndOfSequence = true,
            },
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        await _services.DisposeAsync();
    }
}
