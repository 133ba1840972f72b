namespace KServe.Kernels.Tests.Linear;

/// <summary>What inputs are rounded to before integer products, by the definition.</summary>
internal static class QuantizedInputs
{
    public static float[] Round(float[] input, int columns)
    {
        var rounded = new float[input.Length];
        for (var start = 0; start < input.Length; start += columns)
        {
            for (var first = 0; first < columns; first += 32)
            {
                var block = input.AsSpan(start + first, Math.Min(32, columns - first));
                var largest = 0f;
                foreach (var value in block)
                {
                    largest = Math.Max(largest, Math.Abs(value));
                }

                for (var i = 0; i < block.Length; i++)
                {
                    rounded[start + first + i] = largest == 0 ? 0
                        : MathF.Round(block[i] * (127f / largest)) * (largest / 127f);
                }
            }
        }

        return rounded;
    }
}
