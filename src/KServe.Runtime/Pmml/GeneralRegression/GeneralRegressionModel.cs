using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>A general or generalised linear model, multinomial, ordinal or not.</summary>
internal sealed class GeneralRegressionModel(
    ModelContext context,
    GeneralModelType type,
    Link link,
    (int Category, LinearPredictor Sum)[] predictors,
    int referenceCategory,
    LinearOffset offset) : ModelEvaluator(context)
{
    protected override void Compute(PmmlRow row, ModelResult result)
    {
        if (Function == MiningFunction.Regression)
        {
            var sum = predictors[0].Sum.Evaluate(row);
            result.Predicted = PmmlValue.FromReal(type == GeneralModelType.GeneralizedLinear ? Invert(row, sum) : sum);
            return;
        }

        var scores = result.BeginScores();
        var isKnown = type switch
        {
            GeneralModelType.MultinomialLogistic => TryComputeMultinomial(row, scores),
            GeneralModelType.OrdinalMultinomial => TryComputeOrdinal(row, scores),
            _ => TryComputeBinary(row, scores),
        };
        if (!isKnown)
        {
            result.HasScores = false;
            return;
        }

        result.PredictHighest();
    }

    private double Invert(PmmlRow row, double sum) => link.Invert(sum + offset.GetOffset(row)) * offset.GetTrials(row);

    private bool TryComputeBinary(PmmlRow row, double[] scores)
    {
        double rest = 1;
        foreach (var (category, sum) in predictors)
        {
            scores[category] = Invert(row, sum.Evaluate(row));
            rest -= scores[category];
        }

        scores[referenceCategory] = rest;
        return !double.IsNaN(rest);
    }

    private bool TryComputeMultinomial(PmmlRow row, double[] scores)
    {
        // The sum of the reference category is 0; the highest sum is taken off, so that no exponential overflows.
        double highest = 0;
        foreach (var (category, sum) in predictors)
        {
            scores[category] = sum.Evaluate(row);
            if (double.IsNaN(scores[category]))
            {
                return false;
            }

            highest = Math.Max(highest, scores[category]);
        }

        double total = scores[referenceCategory] = Math.Exp(-highest);
        foreach (var (category, _) in predictors)
        {
            scores[category] = Math.Exp(scores[category] - highest);
            total += scores[category];
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= total;
        }

        return true;
    }

    private bool TryComputeOrdinal(PmmlRow row, double[] scores)
    {
        double below = 0;
        foreach (var (category, sum) in predictors)
        {
            var cumulative = link.Invert(sum.Evaluate(row) + offset.GetOffset(row));
            scores[category] = cumulative - below;
            below = cumulative;
        }

        scores[referenceCategory] = 1 - below;
        return !double.IsNaN(below);
    }
}
