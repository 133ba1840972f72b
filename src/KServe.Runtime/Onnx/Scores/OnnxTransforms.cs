namespace KServe.Runtime.Onnx.Scores;

/// <summary>Computes the functions at the end of an ensemble in float32, as ONNX Runtime does.</summary>
internal static class OnnxTransforms
{
    /// <summary>What counts as a score of 0 in <see cref="OnnxTransform.SoftmaxZero"/>.</summary>
    private const float NearZero = 1e-7f;

    /// <summary>The constant of Winitzki's approximation of the inverse error function.</summary>
    private const float Winitzki = 0.147f;

    public static float Logistic(float value)
    {
        var v = 1 / (1 + MathF.Exp(-MathF.Abs(value)));
        return value < 0 ? 1 - v : v;
    }

    public static float Probit(float value) => MathF.Sqrt(2) * InverseError(2 * value - 1);

    /// <summary>Applies a function to the scores of one row.</summary>
    public static void Apply(OnnxTransform transform, Span<double> row)
    {
        switch (transform)
        {
            case OnnxTransform.Softmax:
                Softmax(row, skipZeros: false);
                break;
            case OnnxTransform.SoftmaxZero:
                Softmax(row, skipZeros: true);
                break;
            case OnnxTransform.Logistic:
                foreach (ref var value in row)
                {
                    value = Logistic((float)value);
                }

                break;
            case OnnxTransform.Probit:
                foreach (ref var value in row)
                {
                    value = Probit((float)value);
                }

                break;
        }
    }

    private static void Softmax(Span<double> row, bool skipZeros)
    {
        var largest = float.MinValue;
        foreach (var value in row)
        {
            largest = (float)value > largest ? (float)value : largest;
        }

        var factor = MathF.Exp(-largest);
        var sum = 0f;
        foreach (ref var value in row)
        {
            if (skipZeros && (float)value is <= NearZero and >= -NearZero)
            {
                value *= factor;
            }
            else
            {
                value = MathF.Exp((float)value - largest);
                sum += (float)value;
            }
        }

        foreach (ref var value in row)
        {
            value = (float)value / sum;
        }
    }

    private static float InverseError(float x)
    {
        var sign = x < 0 ? -1f : 1f;
        var log = MathF.Log((1 - x) * (1 + x));
        var v = 2 / (MathF.PI * Winitzki) + 0.5f * log;
        var v2 = 1 / Winitzki * log;
        return sign * MathF.Sqrt(-v + MathF.Sqrt(v * v - v2));
    }
}
