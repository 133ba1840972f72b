using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Peers.Compute;

/// <summary>The numbers of <see cref="ComputeModel"/>.</summary>
internal sealed class ComputeWeights
{
    /// <summary>Makes the numbers.</summary>
    /// <param name="matrices">How many matrices there are.</param>
    /// <param name="width">The rows and columns of each.</param>
    public ComputeWeights(int matrices, int width)
    {
        var values = new NormalPayload((matrices * width * width) + width).Values;
        Column = values[..width].ToArray();
        Matrices = new float[matrices][];

        // He et al., "Delving Deep into Rectifiers" (2015): with this deviation, layers that cut off what is negative
        // neither blow values up nor let them vanish.
        var deviation = MathF.Sqrt(2f / width);
        for (var i = 0; i < matrices; i++)
        {
            var matrix = values.Slice(width + (i * width * width), width * width).ToArray();
            for (var j = 0; j < matrix.Length; j++)
            {
                matrix[j] *= deviation;
            }

            Matrices[i] = matrix;
        }
    }

    /// <summary>Gets the column that is added to the input.</summary>
    public float[] Column { get; }

    /// <summary>Gets the weight matrices, row by row.</summary>
    public float[][] Matrices { get; }
}
