using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Checks a request and prepares what the step loop needs, on the caller's thread.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class RequestCompiler
{
    private const int MaxNameLength = 1024;

    private readonly EngineContext _context;
    private readonly SamplingLimits _limits;
    private readonly int _blockSize;

    public RequestCompiler(ICausalModel model, EngineContext context)
    {
        _context = context;
        _blockSize = model.BlockSize;
        _limits = new SamplingLimits(model.VocabularySize, context.Options.MaxLogprobs);
        MaxLength = (int)Math.Min(
            BlockDemand.Create(model, context.Options).MaxTokens,
            Math.Min(model.MaxSequenceLength, context.Options.MaxSequenceLength ?? int.MaxValue));
    }

    /// <summary>Gets the most tokens that a prompt and its answer have together.</summary>
    public int MaxLength { get; }

    /// <summary>Checks a request and prepares it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Tells the engine that the client gave up.</param>
    /// <exception cref="InferenceException">The request is wrong, or larger than the model or the cache.</exception>
    public Generation Compile(EngineRequest request, Action<Generation>? cancel)
    {
        var parameters = request.Sampling;
        SamplingValidator.Check(parameters, in _limits);
        CheckPrompt(request);
        CheckName("user", request.Tenant);
        CheckName("cache_salt", request.CacheSalt);
        CheckName("model", request.Adapter);
        if (request.Timeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            throw InferenceException.InvalidArgument("timeout", "'timeout' must be above zero.");
        }

        if (_context.Text is null && (parameters.Stop.Count > 0 || parameters.BadWords.Count > 0))
        {
            throw InferenceException.InvalidArgument(
                parameters.Stop.Count > 0 ? "stop" : "bad_words",
                "'stop' and 'bad_words' need a tokenizer, which this model does not have.");
        }

        var plan = new SamplingPlan(
            parameters, _limits.VocabularySize, _context.EndTokens, EncodeBadWords(parameters), _context.NextSeed());
        var generation = new Generation(request, plan, cancel) { MaxLength = MaxLength };
        AddSequences(generation);
        return generation;
    }

    private void AddSequences(Generation generation)
    {
        var request = generation.Request;
        var parameters = request.Sampling;
        var stops = parameters.Stop.Count > 0 ? new StopTexts(parameters.Stop) : null;
        var names = CreateNames(request);
        var sequences = new Sequence[parameters.Count];
        for (var i = 0; i < sequences.Length; i++)
        {
            var mask = request.CreateMask?.Invoke(i);
            sequences[i] = new Sequence(generation, i, request.Prompt)
            {
                Sampler = new SamplerState(generation.Plan, i, request.Prompt, mask),
                Text = CreateText(request, stops),
                Names = i == 0 ? names : names?.Fork(),
            };
        }

        generation.Sequences = sequences;
        generation.OpenSequences = sequences.Length;
    }

    private HashChain? CreateNames(EngineRequest request)
    {
        if (!_context.Options.PrefixCaching)
        {
            return null;
        }

        var tenant = _context.Options.ShareCacheBetweenTenants ? null : request.Tenant;
        var names = new HashChain(CacheScope.Encode(request.Adapter, request.CacheSalt, tenant), _blockSize);
        names.Extend(request.Prompt);
        return names;
    }

    private SequenceText? CreateText(EngineRequest request, StopTexts? stops)
    {
        var parameters = request.Sampling;
        if (_context.Text is not { } text)
        {
            return null;
        }

        var matcher = stops is null ? null : new StopMatcher(stops, parameters.IncludesStop);
        return new SequenceText(
            text.CreateDecoder(request.Prompt, parameters.SkipsSpecialTokens), matcher, parameters.MinTokens);
    }

    // A word has other tokens behind a space; both are forbidden where they differ.
    private int[][] EncodeBadWords(SamplingParameters parameters)
    {
        if (parameters.BadWords.Count == 0)
        {
            return [];
        }

        List<int[]> words = [];
        foreach (var text in parameters.BadWords)
        {
            var word = _context.Text!.Encode(text);
            var spaced = _context.Text.Encode(" " + text.TrimStart());
            if (word.Length > 0)
            {
                words.Add(word);
            }

            if (spaced.Length > 0 && !spaced.AsSpan().SequenceEqual(word))
            {
                words.Add(spaced);
            }
        }

        return [.. words];
    }

    private void CheckPrompt(EngineRequest request)
    {
        var (prompt, name) = (request.Prompt, request.PromptName);
        if (prompt.Length == 0)
        {
            throw InferenceException.InvalidArgument(
                name, $"'{name}' has no tokens: at least one was expected.");
        }

        // The answer needs room for one token at least.
        if (prompt.Length >= MaxLength)
        {
            throw GenerationErrors.ContextLengthExceeded(name, prompt.Length, MaxLength);
        }

        foreach (var token in prompt)
        {
            if ((uint)token >= (uint)_limits.VocabularySize)
            {
                throw InferenceException.InvalidArgument(
                    name, $"'{name}' has token {token}: ids from 0 to {_limits.VocabularySize - 1} were expected.");
            }
        }
    }

    private static void CheckName(string field, string? value)
    {
        if (value is { Length: > MaxNameLength })
        {
            throw InferenceException.InvalidArgument(
                field, $"'{field}' has {value.Length} characters: at most {MaxNameLength} were expected.");
        }
    }
}
