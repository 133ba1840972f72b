using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>A sum of products, each with its coefficient; a parameter without factors counts 1.</summary>
internal sealed class LinearPredictor((double Beta, Factor[] Factors)[] parameters)
{
    /// <summary>Computes the sum.</summary>
    /// <returns>NaN when a value is missing.</returns>
    public double Evaluate(PmmlRow row)
    {
        double sum = 0;
        foreach (var (beta, factors) in parameters)
        {
            var product = 1.0;
            foreach (var factor in factors)
            {
                product *= factor.Evaluate(row);
            }

            sum += beta * product;
        }

        return sum;
    }
}
