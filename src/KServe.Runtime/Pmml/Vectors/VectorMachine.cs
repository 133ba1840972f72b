namespace KServe.Runtime.Pmml.Vectors;

/// <summary>One decision function: support vectors with their coefficients, or a coefficient per coordinate.</summary>
internal sealed class VectorMachine
{
    /// <summary>Gets the category that the function is about; -1 in regressions.</summary>
    public required int Category { get; init; }

    /// <summary>Gets the category that it is told apart from; -1 when there is none.</summary>
    public required int Alternate { get; init; }

    /// <summary>Gets where the categories part; NaN for the model's own.</summary>
    public required double Threshold { get; init; }

    public required double Intercept { get; init; }

    public required double[] Coefficients { get; init; }

    /// <summary>Gets the support vectors; none when the coefficients are those of the coordinates.</summary>
    public required double[][] Vectors { get; init; }

    public double Evaluate(ReadOnlySpan<double> input, Kernel kernel)
    {
        double sum = 0;
        for (var i = 0; i < Coefficients.Length; i++)
        {
            sum += Coefficients[i] * (Vectors.Length == 0 ? input[i] : kernel.Compute(input, Vectors[i]));
        }

        return sum + Intercept;
    }
}
