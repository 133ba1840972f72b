using System.Numerics.Tensors;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Makes tensors with a column for each token of the longest text.</summary>
internal static class TokenTensors
{
    // Where a shorter text has no token: what training leaves out goes by this number.
    private const long NoClass = -100;

    /// <summary>Makes the best class of each token: [texts, 1, tokens], as KServe's server nests them.</summary>
    public static InferTensor CreateClasses(
        TensorPool pool,
        string name,
        EncoderInput[] inputs,
        ScoreList scores,
        int width)
    {
        var longest = Longest(inputs);
        var tensor = InferTensor.Rent(pool, name, TensorDataType.INT64, [inputs.Length, 1, longest]);
        var classes = tensor.AsSpan<long>();
        classes.Fill(NoClass);
        for (var text = 0; text < inputs.Length; text++)
        {
            var row = classes[(text * longest)..];
            for (var token = 0; token < inputs[text].Ids.Length; token++)
            {
                row[token] = TensorPrimitives.IndexOfMax(scores[text].AsSpan(token * width, width));
            }
        }

        return tensor;
    }

    /// <summary>Makes begin and end of each token in its text: [texts, tokens, 2].</summary>
    public static InferTensor CreateOffsets(TensorPool pool, string name, EncoderInput[] inputs)
    {
        var longest = Longest(inputs);
        var tensor = InferTensor.Rent(pool, name, TensorDataType.INT64, [inputs.Length, longest, 2]);
        var offsets = tensor.AsSpan<long>();
        offsets.Clear();
        for (var text = 0; text < inputs.Length; text++)
        {
            var row = offsets[(text * longest * 2)..];
            for (var token = 0; token < inputs[text].Offsets.Count; token++)
            {
                (row[2 * token], row[(2 * token) + 1]) = inputs[text].Offsets[token];
            }
        }

        return tensor;
    }

    public static int Longest(EncoderInput[] inputs) => inputs.Max(static input => input.Ids.Length);
}
