using System.Numerics.Tensors;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Makes one vector of the states of a sequence.</summary>
internal static class Pooling
{
    /// <summary>Pools states, which are rows as long as the vector.</summary>
    public static void Apply(PoolingMode mode, ReadOnlySpan<float> states, Span<float> vector)
    {
        var width = vector.Length;
        var tokens = states.Length / width;
        switch (mode)
        {
            case PoolingMode.FirstToken:
                states[..width].CopyTo(vector);
                break;
            case PoolingMode.LastToken:
                states[^width..].CopyTo(vector);
                break;
            case PoolingMode.Max:
                states[..width].CopyTo(vector);
                for (var token = 1; token < tokens; token++)
                {
                    TensorPrimitives.Max(vector, states.Slice(token * width, width), vector);
                }

                break;
            case PoolingMode.Mean:
                Sum(states, vector, isWeighted: false);
                TensorPrimitives.Divide(vector, tokens, vector);
                break;
            case PoolingMode.MeanSqrtLength:
                Sum(states, vector, isWeighted: false);
                TensorPrimitives.Divide(vector, MathF.Sqrt(tokens), vector);
                break;
            case PoolingMode.WeightedMean:
                Sum(states, vector, isWeighted: true);
                TensorPrimitives.Divide(vector, tokens * (tokens + 1f) / 2f, vector);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode));
        }
    }

    /// <summary>Scales a vector to length 1; one of zeros stays.</summary>
    public static void Normalize(Span<float> vector)
    {
        var squares = 0.0;
        foreach (var number in vector)
        {
            squares += (double)number * number;
        }

        if (squares > 0)
        {
            TensorPrimitives.Multiply(vector, (float)(1 / Math.Sqrt(squares)), vector);
        }
    }

    private static void Sum(ReadOnlySpan<float> states, Span<float> vector, bool isWeighted)
    {
        vector.Clear();
        for (var token = 0; token < states.Length / vector.Length; token++)
        {
            TensorPrimitives.MultiplyAdd(
                states.Slice(token * vector.Length, vector.Length), isWeighted ? token + 1 : 1, vector, vector);
        }
    }
}
