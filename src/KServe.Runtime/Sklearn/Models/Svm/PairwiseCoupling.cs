using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Svm;

/// <summary>Makes class probabilities of the decisions between pairs of classes.</summary>
/// <remarks>
/// Platt, "Probabilistic outputs for support vector machines", 1999, for each pair; Wu, Lin and Weng, "Probability
/// estimates for multi-class classification by pairwise coupling", JMLR 5, 2004, their second approach, for all. The
/// iteration stops where libsvm's does: answers agree to more digits than it converges to.
/// </remarks>
internal sealed class PairwiseCoupling(double[] slopes, double[] offsets, int classCount)
{
    private const double MinProbability = 1e-7;

    /// <summary>Computes the probabilities of one row.</summary>
    /// <param name="decisions">The decisions, pair by pair.</param>
    /// <param name="probabilities">One per class.</param>
    public void Compute(ReadOnlySpan<double> decisions, Span<double> probabilities)
    {
        var pairs = new Matrix(classCount, classCount);
        var pair = 0;
        for (var i = 0; i < classCount; i++)
        {
            for (var j = i + 1; j < classCount; j++)
            {
                var probability = Squash(decisions[pair] * slopes[pair] + offsets[pair]);
                pairs.GetRow(i)[j] = Math.Min(Math.Max(probability, MinProbability), 1 - MinProbability);
                pairs.GetRow(j)[i] = 1 - pairs[i, j];
                pair++;
            }
        }

        Couple(MakeQuadraticForm(pairs), probabilities);
    }

    private static double Squash(double value) =>
        value >= 0 ? Math.Exp(-value) / (1 + Math.Exp(-value)) : 1 / (1 + Math.Exp(value));

    private Matrix MakeQuadraticForm(Matrix pairs)
    {
        var form = new Matrix(classCount, classCount);
        for (var i = 0; i < classCount; i++)
        {
            var row = form.GetRow(i);
            for (var j = 0; j < classCount; j++)
            {
                if (j != i)
                {
                    row[i] += pairs[j, i] * pairs[j, i];
                    row[j] = -pairs[j, i] * pairs[i, j];
                }
            }
        }

        return form;
    }

    private void Couple(Matrix form, Span<double> p)
    {
        p.Fill(1.0 / classCount);
        var products = new double[classCount];
        for (var round = 0; round < Math.Max(100, classCount); round++)
        {
            for (var i = 0; i < classCount; i++)
            {
                products[i] = TensorPrimitives.Dot<double>(form.GetRow(i), p);
            }

            var total = TensorPrimitives.Dot<double>(p, products);
            if (GetLargestError(products, total) < 0.005 / classCount)
            {
                break;
            }

            for (var i = 0; i < classCount; i++)
            {
                var row = form.GetRow(i);
                var step = (total - products[i]) / row[i];
                var scale = 1 + step;
                p[i] += step;
                total = (total + step * (step * row[i] + 2 * products[i])) / scale / scale;
                for (var j = 0; j < classCount; j++)
                {
                    products[j] = (products[j] + step * row[j]) / scale;
                    p[j] /= scale;
                }
            }
        }
    }

    private static double GetLargestError(ReadOnlySpan<double> products, double total)
    {
        var error = 0.0;
        foreach (var product in products)
        {
            error = Math.Max(error, Math.Abs(product - total));
        }

        return error;
    }
}
