using System.Diagnostics.CodeAnalysis;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Chooses the next token of a sequence from its row of logits.</summary>
/// <remarks>
/// The choice depends on the row, the parameters, the tokens so far and the seed, and on nothing else. Not safe for
/// concurrent use: each thread has one, with memory of its own that is made when it is first needed.
/// </remarks>
internal sealed class Sampler
{
    private readonly int _vocabularySize;
    private readonly TokenPicker _picker;
    private LogprobReader? _logprobs;
    private float[] _raw = [];
    private float[] _copy = [];

    /// <summary>Creates a sampler.</summary>
    /// <param name="vocabularySize">The number of logits in a row.</param>
    public Sampler(int vocabularySize)
    {
        _vocabularySize = vocabularySize;
        _picker = new TokenPicker(vocabularySize);
    }

    private LogprobReader Logprobs => _logprobs ??= new LogprobReader(_vocabularySize);

    /// <summary>Chooses a token that the sequence's mask allows, and tells the sequence.</summary>
    /// <param name="logits">The row, which is changed.</param>
    /// <param name="state">The sequence.</param>
    /// <param name="output">The tokens of its answer so far.</param>
    /// <exception cref="InferenceException">The row holds NaN, or no token is allowed.</exception>
    public Sample Choose(Span<float> logits, SamplerState state, ReadOnlySpan<int> output)
    {
        ReadOnlySpan<ulong> allowed = [];
        if (state.Mask is { } mask && !mask.TryGetAllowed(out allowed))
        {
            allowed = [];
        }

        var sample = Pick(logits, state, output, allowed);
        state.Accept(sample.Token);
        return sample;
    }

    /// <summary>Chooses a token and tells nobody: neither the sequence's mask nor its counts change.</summary>
    /// <param name="logits">The row, which is changed.</param>
    /// <param name="state">The sequence.</param>
    /// <param name="output">The tokens of its answer so far.</param>
    /// <param name="allowed">The tokens that may be chosen, as bits; empty when all may.</param>
    /// <exception cref="InferenceException">The row holds NaN, or no token is allowed.</exception>
    public Sample Pick(
        Span<float> logits, SamplerState state, ReadOnlySpan<int> output, ReadOnlySpan<ulong> allowed)
    {
        var largest = FindLargest(logits, out var token);
        if (!allowed.IsEmpty)
        {
            TokenBits.Apply(logits, allowed);
        }

        var plan = state.Plan;
        if (plan.WantsLogprobs)
        {
            logits.CopyTo(Keep(ref _raw));
        }

        if (LogitRules.Apply(logits, state, output) || !allowed.IsEmpty)
        {
            largest = LargestLogit.Find(logits, out token);
        }

        if (!plan.IsGreedy)
        {
            token = _picker.Pick(logits, largest, token, plan, new TokenRandom(state.Key, (ulong)output.Length));
        }

        if (token < 0 || logits[token] == float.NegativeInfinity)
        {
            ThrowNoToken();
        }

        return new Sample(token, plan.WantsLogprobs ? ReadLogprobs(token, plan.Parameters) : null);
    }

    /// <summary>Copies a row that must not be changed.</summary>
    /// <returns>The copy, valid until the next one.</returns>
    public Span<float> Copy(ReadOnlySpan<float> logits)
    {
        logits.CopyTo(Keep(ref _copy));
        return _copy;
    }

    /// <summary>Reads what is reported of a token of a prompt.</summary>
    /// <param name="logits">The row of the token before.</param>
    /// <param name="token">The token.</param>
    /// <param name="top">How many of the likeliest to report; -1: all.</param>
    public RankedTokens ReadPromptLogprobs(ReadOnlySpan<float> logits, int token, int top)
    {
        _ = FindLargest(logits, out _);
        return Logprobs.Read(logits, token, top, []);
    }

    private static float FindLargest(ReadOnlySpan<float> logits, out int token)
    {
        var largest = LargestLogit.Find(logits, out token);
        return float.IsFinite(largest)
            ? largest
            : throw new InferenceException(
                InferenceErrorCode.Internal, "The model computed values that are not numbers for this request.");
    }

    [DoesNotReturn]
    private static void ThrowNoToken() => throw new InferenceException(
        InferenceErrorCode.InvalidArgument, "The parameters of the request allow no next token.");

    private Span<float> Keep(ref float[] row)
    {
        if (row.Length == 0)
        {
            row = new float[_vocabularySize];
        }

        return row;
    }

    private RankedTokens ReadLogprobs(int token, SamplingParameters parameters) =>
        Logprobs.Read(_raw, token, parameters.Logprobs ?? 0, parameters.LogprobTokenIds);
}
