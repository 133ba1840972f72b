using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Decides by its tokens whether an answer has ended.</summary>
internal static class FinishRules
{
    /// <summary>Looks at the token that was added last: end tokens, stop tokens, length, repetition.</summary>
    public static FinishReason Check(Sequence sequence, int token)
    {
        var plan = sequence.Owner.Plan;
        var parameters = plan.Parameters;
        if (sequence.OutputCount >= parameters.MinTokens)
        {
            if (!parameters.IgnoresEndOfSequence && plan.EndTokens.AsSpan().Contains(token))
            {
                return FinishReason.Stop;
            }

            if (plan.StopTokens.AsSpan().Contains(token))
            {
                sequence.StopToken = token;
                return FinishReason.Stop;
            }
        }

        if (IsFull(sequence))
        {
            return FinishReason.Length;
        }

        return parameters.RepetitionDetection is { } detection
            && sequence.OutputCount >= parameters.MinTokens
            && RepetitionDetector.EndsInPattern(sequence.Output, detection)
                ? FinishReason.Repetition
                : FinishReason.None;
    }

    // No answer has more: a prompt leaves room for a token, and each token is looked at here.
    private static bool IsFull(Sequence sequence) =>
        sequence.Count >= sequence.Owner.MaxLength
        || sequence.OutputCount >= (sequence.Owner.Plan.Parameters.MaxTokens ?? int.MaxValue);
}
