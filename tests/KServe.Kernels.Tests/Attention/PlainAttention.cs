using KServe.Kernels.Attention;

namespace KServe.Kernels.Tests.Attention;

/// <summary>Attention in float64, number by number.</summary>
internal static class PlainAttention
{
    public static float[] Run(
        AttentionShape shape,
        bool isCausal,
        int length,
        float[] queries,
        float[] keys,
        float[] values,
        Func<int, int, float>? bias)
    {
        var output = new float[queries.Length];
        var group = shape.HeadCount / shape.KeyValueHeadCount;
        for (var token = 0; token < length; token++)
        {
            for (var head = 0; head < shape.HeadCount; head++)
            {
                var query = Head(queries, token, head, shape.HeadCount, shape.HeadSize);
                var weights = new double[length];
                for (var key = 0; key < length; key++)
                {
                    var other = Head(keys, key, head / group, shape.KeyValueHeadCount, shape.HeadSize);
                    weights[key] = Sees(shape, isCausal, token, key)
                        ? Score(shape, query, other, bias?.Invoke(head, key - token) ?? 0)
                        : double.NegativeInfinity;
                }

                var highest = weights.Max();
                weights = [.. weights.Select(x => Math.Exp(x - highest))];
                var sum = weights.Sum();
                for (var i = 0; i < shape.HeadSize; i++)
                {
                    var value = 0.0;
                    for (var key = 0; key < length; key++)
                    {
                        value += weights[key] / sum
                            * Head(values, key, head / group, shape.KeyValueHeadCount, shape.HeadSize)[i];
                    }

                    output[(((token * shape.HeadCount) + head) * shape.HeadSize) + i] = (float)value;
                }
            }
        }

        return output;
    }

    private static double Score(AttentionShape shape, ReadOnlySpan<float> query, ReadOnlySpan<float> key, float bias)
    {
        var score = 0.0;
        for (var i = 0; i < query.Length; i++)
        {
            score += (double)query[i] * key[i];
        }

        score = (score * shape.Scale) + bias;
        return shape.SoftCap > 0 ? shape.SoftCap * Math.Tanh(score / shape.SoftCap) : score;
    }

    private static bool Sees(AttentionShape shape, bool isCausal, int token, int key) => isCausal
        ? key <= token && (shape.Window == 0 || key > token - shape.Window)
        : shape.Window == 0 || Math.Abs(key - token) <= shape.Window;

    private static ReadOnlySpan<float> Head(float[] rows, int token, int head, int heads, int size) =>
        rows.AsSpan(((token * heads) + head) * size, size);
}
