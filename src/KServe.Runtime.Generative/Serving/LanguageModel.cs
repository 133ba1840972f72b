using System.Runtime.CompilerServices;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Decoders;
using KServe.Runtime.Generative.Serving.ToolCalls;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Weights;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Generative.Serving;

/// <summary>A decoder with its tokenizer, its chat template and an engine that runs it for many requests.</summary>
internal sealed class LanguageModel(
    string path,
    LanguageModelOptions options,
    GenerationMetrics metrics,
    TimeProvider time,
    ILogger logger) : TextGenerationModel, ITextTokenizer, IModelSize
{
    private Loaded? _loaded;

    /// <inheritdoc/>
    public override int MaxModelLength => Parts.Engine.MaxLength;

    /// <inheritdoc/>
    public long SizeInBytes => Parts.Facts.WeightBytes + Parts.Facts.CacheBytes;

    /// <summary>Gets how many grammars are kept.</summary>
    internal int KeptGrammars => Parts.Constraints.KeptCount;

    private Loaded Parts => _loaded ?? throw InferenceException.Unavailable("The model is not loaded.");

    /// <inheritdoc/>
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _loaded = await Task.Run(() => Load(context.ModelName), cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var parts = Parts;
        using var call = GenAiCall.Start(metrics.GenAi, time, parts.Facts.Model, request);
        var generation = Submit(parts, request, call, cancellationToken);
        try
        {
            var answers = new AnswerReader(request, generation, parts.Constraints.FindFormat(request), parts.Logprobs);
            while (true)
            {
                try
                {
                    if (!await generation.WaitToReadAsync())
                    {
                        break;
                    }
                }
                catch (Exception error) when (call.Fail(error))
                {
                    throw;
                }

                foreach (var update in answers.Read(generation.Read()))
                {
                    call.Note(update);
                    yield return update;
                }
            }

            call.CompleteAnswers(generation.Timings, request.Sampling.Count);
        }
        finally
        {
            // Nobody reads any more: what still runs would run for nothing.
            generation.Cancel();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Tokenize(TextGenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Parts.Prompts.Build(request);
    }

    /// <inheritdoc/>
    public string Detokenize(IReadOnlyList<int> tokenIds)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        foreach (var token in tokenIds)
        {
            _ = GetToken(token);
        }

        return Parts.Files.Tokenizer.Decode([.. tokenIds]);
    }

    /// <inheritdoc/>
    public string GetToken(int tokenId) => Parts.Files.Tokenizer.IdToToken(tokenId) ?? throw new InferenceException(
        InferenceErrorCode.InvalidArgument, $"Token {tokenId} is not in the vocabulary.")
    {
        Parameter = "tokens",
    };

    /// <inheritdoc/>
    public bool IsSpecial(int tokenId) => Parts.Files.Tokenizer.IsSpecial(tokenId);

    /// <inheritdoc/>
    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        new(_loaded is { Engine.Health: EngineHealth.Ready or EngineHealth.Draining });

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_loaded is { } parts)
        {
            metrics.Forget(parts.Facts);
            await parts.Engine.DisposeAsync();
            parts.Pool.Dispose();
        }

        await base.DisposeAsync();
    }

    private static Generation Submit(
        Loaded parts, TextGenerationRequest request, GenAiCall call, CancellationToken cancellationToken)
    {
        try
        {
            var submitted = new EngineRequest
            {
                Prompt = parts.Prompts.Build(request, parts.Limit),
                PromptName = PromptBuilder.NameOf(request),
                Sampling = parts.Constraints.ShowMarkers(request, parts.Defaults.ApplyTo(request.Sampling)),
                Priority = request.Priority,
                Tenant = request.Tenant,
                CacheSalt = request.CacheSalt,
                CreateMask = parts.Constraints.Find(request),
            };
            return parts.Engine.Submit(submitted, cancellationToken);
        }
        catch (Exception error) when (call.Fail(error))
        {
            throw;
        }
    }

    private Loaded Load(string name)
    {
        var store = WeightStore.Open(path);
        LanguageModelFiles files;
        KvCachePlan plan;
        try
        {
            files = LanguageModelFiles.Read(path, store);
            var isQuantized = options.Quantization is WeightPrecision.Q8 or WeightPrecision.Q4;
            plan = KvCachePlan.Create(files.Configuration, options, store.HoldsBinary32 && !isQuantized);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        var size = store.SizeInBytes;
        var pool = new ComputePool(options.ThreadCount);
        try
        {
            var defaults = files.FindDefaults(options.GenerationDefaults);
            var prompts = new PromptBuilder(files);
            var model = CausalModelLoader.Load(store, plan.ToModelOptions(options), pool);
            var facts = Measure(name, model, size, plan, pool);
            var engine = new GenerationEngine(options.Decorate?.Invoke(model) ?? model, new EngineContext
            {
                ModelName = name,
                Options = options.Engine,
                EndTokens = files.EndTokens,
                Text = new TokenizerText(files.Tokenizer),
                Time = time,
                Metrics = metrics,
                Logger = logger,
            });
            Report(facts, files, plan, defaults, engine);
            metrics.Observe(facts);
            return new Loaded(
                files, prompts, new ConstraintBuilder(files), new LogprobReader(files.Tokenizer), engine, pool,
                facts, defaults);
        }
        catch
        {
            store.Dispose();
            pool.Dispose();
            throw;
        }
    }

    private ModelFacts Measure(string name, ICausalModel model, long size, KvCachePlan plan, ComputePool pool)
    {
        var tokenBytes = model is DecoderModel decoder ? decoder.WeightBytes : size;
        return new ModelFacts
        {
            Model = name,
            WeightBytes = size,
            TokenBytes = tokenBytes,
            CacheBytes = plan.SizeInBytes,
            Bandwidth = MemoryBandwidth.Measure(pool, tokenBytes, time),
        };
    }

    private void Report(
        ModelFacts facts,
        LanguageModelFiles files,
        KvCachePlan plan,
        GenerationDefaults defaults,
        GenerationEngine engine)
    {
        if (defaults.Describe() is { Length: > 0 } text)
        {
            LanguageModelLog.UsesDefaults(logger, facts.Model, text);
        }

        if (logger.IsEnabled(LogLevel.Information))
        {
            LanguageModelLog.Loaded(
                logger, facts.Model, files.Configuration.Architecture, KernelInstructions.Name, options.ThreadCount,
                facts.WeightBytes, options.Quantization, facts.TokenBytes, facts.CacheBytes, plan.BlockCount,
                plan.BlockSize, plan.Format, engine.MaxLength, facts.DescribeRoofline());
        }
    }

    private sealed record Loaded(
        LanguageModelFiles Files,
        PromptBuilder Prompts,
        ConstraintBuilder Constraints,
        LogprobReader Logprobs,
        GenerationEngine Engine,
        ComputePool Pool,
        ModelFacts Facts,
        GenerationDefaults Defaults)
    {
        /// <summary>Gets how long prompts may be: the answer needs room for one token at least.</summary>
        public PromptLimit Limit { get; } = new(
            Engine.MaxLength - 1,
            (name, count) => GenerationErrors.ContextLengthExceeded(name, count, Engine.MaxLength, isLeast: true));
    }
}
