namespace KServe.Kernels.Vectors;

/// <summary>Turns rows of scores into probabilities.</summary>
/// <remarks>Stateless and safe for concurrent use. What a row becomes depends on the row alone, bit for bit.</remarks>
public static unsafe class Softmax
{
    /// <summary>Computes <c>e^(x - max) / Σ e^(x - max)</c> of one row.</summary>
    /// <param name="row">The scores, changed in place; at least one.</param>
    public static void Row(Span<float> row)
    {
        var highest = float.NegativeInfinity;
        foreach (var score in row)
        {
            highest = MathF.Max(highest, score);
        }

        fixed (float* data = row)
        {
            MapKernel.Run(new ShiftedExpMap(highest), data, null, data, row.Length);
        }

        var sum = 0.0;
        foreach (var value in row)
        {
            sum += value;
        }

        var scale = (float)(1 / sum);
        foreach (ref var value in row)
        {
            value *= scale;
        }
    }
}
