using System.Runtime.CompilerServices;
using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models.Seq2Seq;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Serving.TextToText;

/// <summary>An encoder and a decoder that make one text of another, as T5 does.</summary>
/// <remarks>
/// Keys and values belong to one answer and are neither paged nor shared, and answers take turns token by token:
/// nothing is computed together. Safe for concurrent calls.
/// </remarks>
internal sealed class TextToTextModel(
    string path,
    LanguageModelOptions options,
    GenerationMetrics metrics,
    TimeProvider time) : TextGenerationModel, ITextTokenizer, IModelSize
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AnswerQueue _queue = new(options.Engine.QueueLimit);
    private Loaded? _loaded;
    private RequestMeter? _meter;
    private string _name = "";

    /// <inheritdoc/>
    public override int MaxModelLength => _loaded?.MaxLength ?? 0;

    /// <inheritdoc/>
    public long SizeInBytes => _loaded?.SizeInBytes ?? 0;

    private Loaded Parts => _loaded ?? throw InferenceException.Unavailable("The model is not loaded.");

    /// <inheritdoc/>
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _loaded = await Task.Run(Load, cancellationToken);
        _name = context.ModelName;
        _meter = new RequestMeter(metrics, _name, time);
        metrics.Observe(_name, _queue.Gauges);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var parts = Parts;
        using var call = new AnswerCall(GenAiCall.Start(metrics.GenAi, time, _name, request), _meter!, time);
        var (prompt, answers) = Prepare(parts, request, call);
        try
        {
            var completed = 0;
            for (var choice = 0; choice < answers.Length; choice++)
            {
                TextGenerationUpdate update;
                do
                {
                    update = await TakeTurnAsync(answers[choice], call, cancellationToken);
                    completed += update.TokenIds.Count;
                    update = update with
                    {
                        Choice = choice,
                        TokenIds = request.ReturnsTokenIds ? update.TokenIds : [],
                        Usage = new TextGenerationUsage(prompt.Length, completed, 0),
                    };
                    call.Note(update);
                    yield return update;
                }
                while (update.FinishReason is null);
            }

            call.Complete();
        }
        finally
        {
            _queue.Leave(call.HasBegun);
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
    public override async ValueTask DisposeAsync()
    {
        metrics.Forget(_queue.Gauges);
        if (_loaded is { } parts)
        {
            parts.Model.Dispose();
            parts.Pool.Dispose();
        }

        _turn.Dispose();
        await base.DisposeAsync();
    }

    private (int[] Prompt, Answer[] Answers) Prepare(Loaded parts, TextGenerationRequest request, AnswerCall call)
    {
        try
        {
            var prompt = parts.Prompts.Build(request, parts.Limit);
            var answers = parts.CreateAnswers(request, prompt);
            _queue.Enter();
            call.Enter(prompt.Length, answers[0].State.Plan);
            return (prompt, answers);
        }
        catch (Exception error) when (call.Fail(error))
        {
            throw;
        }
    }

    private async Task<TextGenerationUpdate> TakeTurnAsync(
        Answer answer, AnswerCall call, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (call.BeginTurn())
                {
                    _queue.Begin();
                }

                // Not on the caller's thread: it may be one that serves sockets. What has begun is waited for.
                return await Task.Run(answer.Next, CancellationToken.None);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception error) when (call.Fail(error))
        {
            throw;
        }
    }

    private Loaded Load()
    {
        var store = WeightStore.Open(path);
        LanguageModelFiles files;
        try
        {
            files = LanguageModelFiles.Read(path, store);
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
            return Load(files, T5Builder.Load(store, options.Quantization, pool), pool, size);
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }

    private Loaded Load(LanguageModelFiles files, T5Model model, ComputePool pool, long size)
    {
        try
        {
            return new Loaded(files, model, pool, options, size);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private sealed class Loaded(
        LanguageModelFiles files,
        T5Model model,
        ComputePool pool,
        LanguageModelOptions options,
        long size)
    {
        private readonly ConstraintBuilder _constraints = new(files);
        private readonly AnswerFactory _answers = new(
            files, model, files.FindDefaults(options.GenerationDefaults), options.Engine.MaxLogprobs);

        public LanguageModelFiles Files => files;

        public T5Model Model => model;

        public ComputePool Pool => pool;

        public long SizeInBytes => size;

        public PromptBuilder Prompts { get; } = new(files);

        /// <summary>Gets the most tokens of a text, and as many of an answer.</summary>
        public int MaxLength { get; } = Math.Min(
            files.Configuration.MaxPositions, options.Engine.MaxSequenceLength ?? int.MaxValue);

        public PromptLimit Limit => new(MaxLength, (_, count) => AnswerFactory.TooLong($"at least {count}", MaxLength));

        public Answer[] CreateAnswers(TextGenerationRequest request, int[] prompt) =>
            _answers.Create(request, prompt, MaxLength, _constraints.Find(request));
    }
}
