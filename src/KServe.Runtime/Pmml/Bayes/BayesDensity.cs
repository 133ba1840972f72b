using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.Bayes;

/// <summary>The distribution of a number within a category.</summary>
/// <param name="Kind">The name of the distribution's element.</param>
/// <param name="First">The mean, or the lower end.</param>
/// <param name="Second">The variance, or the upper end.</param>
internal sealed record BayesDensity(string Kind, double First, double Second)
{
    public static BayesDensity Read(PmmlElement parent)
    {
        foreach (var child in parent.Children)
        {
            switch (child.Name)
            {
                case "GaussianDistribution" or "AnyDistribution":
                    var variance = child.RequireNumber("variance");
                    return variance > 0
                        ? new BayesDensity("Gaussian", child.RequireNumber("mean"), variance)
                        : throw child.Error($"has the variance {variance}");
                case "PoissonDistribution":
                    return new BayesDensity("Poisson", child.RequireNumber("mean"), 0);
                case "UniformDistribution":
                    return new BayesDensity("Uniform", child.RequireNumber("lower"), child.RequireNumber("upper"));
            }
        }

        throw parent.Error("has no distribution that is known");
    }

    public double GetLogDensity(double x) => Kind switch
    {
        "Gaussian" => -(x - First) * (x - First) / (2 * Second) - 0.5 * Math.Log(2 * Math.PI * Second),
        "Poisson" => x * Math.Log(First) - First - LogFactorial(x),
        _ => x >= First && x <= Second ? -Math.Log(Second - First) : double.NegativeInfinity,
    };

    private static double LogFactorial(double x)
    {
        double sum = 0;
        for (var i = 2; i <= Math.Min(x, 10_000); i++)
        {
            sum += Math.Log(i);
        }

        return sum;
    }
}
