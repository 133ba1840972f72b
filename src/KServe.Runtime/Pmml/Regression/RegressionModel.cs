using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Regression;

/// <summary>A linear, polynomial or logistic regression.</summary>
internal sealed class RegressionModel(
    ModelContext context,
    RegressionTable[] tables,
    Normalization method,
    bool isOrdinal) : ModelEvaluator(context)
{
    protected override void Compute(PmmlRow row, ModelResult result)
    {
        if (Function == MiningFunction.Regression)
        {
            result.Predicted = PmmlValue.FromReal(Normalizations.InverseLink(method, tables[0].Evaluate(row)));
            return;
        }

        var scores = result.BeginScores();
        if (!TryFill(row, scores))
        {
            result.HasScores = false;
            return;
        }

        if (isOrdinal)
        {
            ComputeOrdinal(scores);
        }
        else if (tables.Length == 2 && method is not (Normalization.SoftMax or Normalization.SimpleMax))
        {
            scores[tables[0].Category] = ToProbability(scores[tables[0].Category]);
            scores[tables[1].Category] = 1 - scores[tables[0].Category];
        }
        else
        {
            ComputeMultinomial(scores);
        }

        result.PredictHighest();
    }

    private bool TryFill(PmmlRow row, double[] scores)
    {
        foreach (var table in tables)
        {
            var sum = table.Evaluate(row);
            if (double.IsNaN(sum))
            {
                return false;
            }

            scores[table.Category] = sum;
        }

        return true;
    }

    private double ToProbability(double sum) => method == Normalization.None
        ? Math.Clamp(sum, 0, 1)
        : Normalizations.InverseLink(method, sum);

    /// <summary>Makes probabilities of cumulative ones, in the order of the tables.</summary>
    private void ComputeOrdinal(double[] scores)
    {
        double below = 0;
        for (var i = 0; i < tables.Length - 1; i++)
        {
            var cumulative = ToProbability(scores[tables[i].Category]);
            scores[tables[i].Category] = cumulative - below;
            below = cumulative;
        }

        scores[tables[^1].Category] = 1 - below;
    }

    private void ComputeMultinomial(double[] scores)
    {
        Span<double> sums = tables.Length <= 32 ? stackalloc double[tables.Length] : new double[tables.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = scores[tables[i].Category];
        }

        switch (method)
        {
            case Normalization.SoftMax:
                Normalizations.SoftMax(sums);
                break;
            case Normalization.SimpleMax:
                Normalizations.SimpleMax(sums);
                break;
            case Normalization.None:
                sums[^1] = 1;
                for (var i = 0; i < sums.Length - 1; i++)
                {
                    sums[^1] -= sums[i];
                }

                break;
            default:
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] = Normalizations.InverseLink(method, sums[i]);
                }

                Normalizations.SimpleMax(sums);
                break;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            scores[tables[i].Category] = sums[i];
        }
    }
}
