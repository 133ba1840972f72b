namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Says what the scores of a text are.</summary>
/// <param name="Width">The scores in a row.</param>
/// <param name="IsPerToken">Whether there is a row for each token, or for each that was chosen.</param>
/// <param name="IsMultiLabel">Whether classes are independent of each other; so is the only one of a ranking
/// model.</param>
internal sealed record ScoreShape(int Width, bool IsPerToken, bool IsMultiLabel)
{
    // 256 MiB.
    private const long MaxScores = 64 << 20;

    public int CountRows(EncoderInput input) =>
        !IsPerToken ? 1 : input.Chosen.Length > 0 ? input.Chosen.Length : input.Ids.Length;

    public long CountScores(EncoderInput[] inputs) => inputs.Sum(input => (long)CountRows(input) * Width);

    /// <summary>Refuses texts whose scores are too many to be kept.</summary>
    /// <exception cref="InferenceException">They are.</exception>
    public void RequireSmall(EncoderInput[] inputs)
    {
        if (CountScores(inputs) is > MaxScores and var count)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"The texts have {count} scores: at most {MaxScores} were expected.")
            {
                Parameter = "input",
            };
        }
    }

    /// <summary>Makes probabilities of the scores, row by row.</summary>
    public float[] ToProbabilities(ReadOnlySpan<float> scores)
    {
        if (IsMultiLabel)
        {
            return EncodedVector.Sigmoid(scores);
        }

        var result = new float[scores.Length];
        for (var at = 0; at < scores.Length; at += Width)
        {
            EncodedVector.Softmax(scores.Slice(at, Width), result.AsSpan(at, Width));
        }

        return result;
    }
}
