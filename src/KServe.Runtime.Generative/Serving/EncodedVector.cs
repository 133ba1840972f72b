using System.Numerics.Tensors;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Makes of a model's numbers what clients get.</summary>
internal static class EncodedVector
{
    /// <summary>Cuts an embedding to its first numbers and scales what is left to the length 1.</summary>
    /// <exception cref="InferenceException">It has not so many.</exception>
    public static ReadOnlyMemory<float> Cut(ReadOnlyMemory<float> vector, int? dimensions)
    {
        if (dimensions is not { } count || count == vector.Length)
        {
            return vector;
        }

        if (count > vector.Length)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"'dimensions' is the number {count}: the model's embeddings have {vector.Length}.")
            {
                Parameter = "dimensions",
            };
        }

        var cut = vector[..count].ToArray();
        var norm = TensorPrimitives.Norm(cut);
        if (norm > 0)
        {
            TensorPrimitives.Divide(cut, norm, cut);
        }

        return cut;
    }

    public static float[] Sigmoid(ReadOnlySpan<float> scores)
    {
        var result = new float[scores.Length];
        TensorPrimitives.Sigmoid(scores, result);
        return result;
    }

    public static float[] Softmax(ReadOnlySpan<float> scores)
    {
        var result = new float[scores.Length];
        Softmax(scores, result);
        return result;
    }

    /// <summary>Makes probabilities of scores, however large these are.</summary>
    public static void Softmax(ReadOnlySpan<float> scores, Span<float> result)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), result);
        TensorPrimitives.SoftMax(result, result);
    }
}
