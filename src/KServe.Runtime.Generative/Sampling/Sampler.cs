using System.Diagnostics.CodeAnalysis;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Chooses the next token of a sequence from its row of logits.</summary>
/// <remarks>
/// The choice depends on the row, the parameters, the tokens so far and the seed, and on nothing else. Not safe for
/// concurrent use: the step loop owns it and its memory.
/// </remarks>
internal sealed class Sampler
{
    private readonly float[] _raw;
    private readonly TokenPicker _picker;
    private readonly LogprobReader _logprobs;

    /// <summary>Creates a sampler.</summary>
    /// <param name="vocabularySize">The number of logits in a row.</param>
    public Sampler(int vocabularySize)
    {
        _raw = new float[vocabularySize];
        _picker = new TokenPicker(vocabularySize);
        _logprobs = new LogprobReader(vocabularySize);
    }

    /// <summary>Chooses a token.</summary>
    /// <param name="logits">The row, which is changed.</param>
    /// <param name="state">The sequence.</param>
    /// <param name="output">The tokens of its answer so far.</param>
    /// <exception cref="InferenceException">The row holds NaN, or no token is allowed.</exception>
    public Sample Choose(Span<float> logits, SamplerState state, ReadOnlySpan<int> output)
    {
        var likeliest = FindLikeliest(logits);
        var isChanged = false;
        if (state.Mask is { } mask && mask.TryGetAllowed(out var allowed))
        {
            TokenBits.Apply(logits, allowed);
            isChanged = true;
        }

        var plan = state.Plan;
        if (plan.WantsLogprobs)
        {
            logits.CopyTo(_raw);
        }

        isChanged |= LogitRules.Apply(logits, state, output);
        var token = plan.IsGreedy
            ? PickLikeliest(logits, isChanged ? null : likeliest)
            : _picker.Pick(logits, plan, Philox.NextDouble(state.Key, (ulong)output.Length));
        if (token < 0 || logits[token] == float.NegativeInfinity)
        {
            ThrowNoToken();
        }

        state.Accept(token);
        return new Sample(token, plan.WantsLogprobs ? ReadLogprobs(token, plan.Parameters) : null);
    }

    /// <summary>Reads what is reported of a token of a prompt.</summary>
    /// <param name="logits">The row of the token before.</param>
    /// <param name="token">The token.</param>
    /// <param name="top">How many of the likeliest to report; -1: all.</param>
    public RankedTokens ReadPromptLogprobs(ReadOnlySpan<float> logits, int token, int top)
    {
        _ = FindLikeliest(logits);
        return _logprobs.Read(logits, token, top, []);
    }

    private static int FindLikeliest(ReadOnlySpan<float> logits)
    {
        if (!float.IsFinite(LargestLogit.Find(logits, out var token)))
        {
            throw new InferenceException(
                InferenceErrorCode.Internal, "The model computed values that are not numbers for this request.");
        }

        return token;
    }

    private static int PickLikeliest(ReadOnlySpan<float> logits, int? known)
    {
        if (known is { } token)
        {
            return token;
        }

        LargestLogit.Find(logits, out token);
        return token;
    }

    [DoesNotReturn]
    private static void ThrowNoToken() => throw new InferenceException(
        InferenceErrorCode.InvalidArgument, "The parameters of the request allow no next token.");

    private RankedTokens ReadLogprobs(int token, SamplingParameters parameters) =>
        _logprobs.Read(_raw, token, parameters.Logprobs ?? 0, parameters.LogprobTokenIds);
}
