using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Regression;

namespace KServe.Runtime.Pmml.Bayes;

/// <summary>A naive Bayes classifier; sums logarithms, so that no product vanishes.</summary>
internal sealed class NaiveBayesModel(
    ModelContext context,
    double[] logPriors,
    BayesInput[] inputs,
    double threshold) : ModelEvaluator(context)
{
    private readonly double _logThreshold = Math.Log(threshold);

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var scores = result.BeginScores();
        logPriors.CopyTo(scores, 0);
        foreach (var input in inputs)
        {
            var value = row.Get(input.Slot);
            if (value.IsMissing)
            {
                continue;
            }

            if (input.Densities.Length > 0)
            {
                AddDensities(input, value.ToNumber(), scores);
            }
            else if (input.Values.TryGetValue(value, out var logs))
            {
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] += logs[i];
                }
            }
        }

        Normalizations.SoftMax(scores);
        result.PredictHighest();
    }

    private void AddDensities(BayesInput input, double value, double[] scores)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] += Math.Max(
                input.Densities[i]?.GetLogDensity(value) ?? double.NegativeInfinity,
                _logThreshold);
        }
    }
}
