namespace KServe.Runtime.Onnx.Scores;

/// <summary>Divides rows by their norms in float32, as ONNX Runtime does; a row whose norm is 0 stays.</summary>
internal static class OnnxNormalizer
{
    public static void Apply(OnnxNorm norm, Span<double> values, int width)
    {
        for (var start = 0; start < values.Length; start += width)
        {
            var row = values.Slice(start, width);
            var size = Measure(norm, row);
            foreach (ref var value in row)
            {
                value = size == 0 ? (float)value : (float)value / size;
            }
        }
    }

    private static float Measure(OnnxNorm norm, ReadOnlySpan<double> row)
    {
        var size = norm == OnnxNorm.Max ? float.MinValue : 0f;
        foreach (var wide in row)
        {
            var value = (float)wide;
            size = norm switch
            {
                OnnxNorm.Max => MathF.Max(size, value),
                OnnxNorm.L1 => size + MathF.Abs(value),
                _ => size + value * value,
            };
        }

        return norm == OnnxNorm.L2 ? MathF.Sqrt(size) : size;
    }
}
