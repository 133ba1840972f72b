namespace KServe.Kernels.Tests.Linear;

/// <summary>Products in double precision.</summary>
internal static class Reference
{
    /// <summary>Fails when an output is further away than a share of the sum of its products' magnitudes.</summary>
    public static void AssertNear(
        float[] weights,
        float[] input,
        float[] output,
        int rows,
        int columns,
        int tokens,
        double tolerance)
    {
        for (var token = 0; token < tokens; token++)
        {
            for (var row = 0; row < rows; row++)
            {
                double sum = 0, magnitude = 0;
                for (var column = 0; column < columns; column++)
                {
                    var product = (double)weights[(row * columns) + column] * input[(token * columns) + column];
                    sum += product;
                    magnitude += Math.Abs(product);
                }

                var actual = output[(token * rows) + row];
                Assert.True(
                    Math.Abs(actual - sum) <= tolerance * magnitude,
                    $"[{rows}, {columns}] token {token}, row {row}: {actual}, not {sum} (magnitude {magnitude})");
            }
        }
    }
}
