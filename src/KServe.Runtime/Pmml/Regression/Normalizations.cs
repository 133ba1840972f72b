using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Functions;

namespace KServe.Runtime.Pmml.Regression;

/// <summary>Computes normalisations; each inverse link maps a sum to a probability.</summary>
internal static class Normalizations
{
    public static Normalization Read(PmmlElement element) => element.Get("normalizationMethod") switch
    {
        null or "none" => Normalization.None,
        "simplemax" => Normalization.SimpleMax,
        "softmax" => Normalization.SoftMax,
        "logit" => Normalization.Logit,
        "probit" => Normalization.Probit,
        "cloglog" => Normalization.CLogLog,
        "exp" => Normalization.Exp,
        "loglog" => Normalization.LogLog,
        "cauchit" => Normalization.Cauchit,
        _ => throw element.Unknown("normalizationMethod"),
    };

    /// <summary>Applies the inverse of a link function.</summary>
    public static double InverseLink(Normalization method, double sum) => method switch
    {
        Normalization.Logit or Normalization.SoftMax => 1 / (1 + Math.Exp(-sum)),
        Normalization.Probit => NormalDistribution.Cumulative(sum),
        Normalization.CLogLog => 1 - Math.Exp(-Math.Exp(sum)),
        Normalization.LogLog => Math.Exp(-Math.Exp(-sum)),
        Normalization.Cauchit => 0.5 + Math.Atan(sum) / Math.PI,
        Normalization.Exp => Math.Exp(sum),
        _ => sum,
    };

    /// <summary>Makes probabilities of sums: each its exponential, all divided by the sum of these.</summary>
    public static void SoftMax(Span<double> sums)
    {
        var highest = double.NegativeInfinity;
        foreach (var value in sums)
        {
            highest = Math.Max(highest, value);
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = Math.Exp(sums[i] - highest);
        }

        SimpleMax(sums);
    }

    /// <summary>Divides numbers by their sum.</summary>
    public static void SimpleMax(Span<double> sums)
    {
        double total = 0;
        foreach (var value in sums)
        {
            total += value;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] /= total;
        }
    }
}
