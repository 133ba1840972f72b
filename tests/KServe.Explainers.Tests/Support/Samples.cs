namespace KServe.Explainers.Tests.Support;

/// <summary>Makes tables of random numbers.</summary>
internal static class Samples
{
    public static FeatureTable Normal(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows, columns];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                values[r, c] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                    * Math.Cos(2 * Math.PI * random.NextDouble());
            }
        }

        return FeatureTable.FromMatrix(values);
    }

    public static FeatureTable Row(params double[] values)
    {
        var matrix = new double[1, values.Length];
        for (var c = 0; c < values.Length; c++)
        {
            matrix[0, c] = values[c];
        }

        return FeatureTable.FromMatrix(matrix);
    }
}
