using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Rules;

/// <summary>A set of rules, of which one decides, or those that agree.</summary>
internal sealed class RuleSetModel(
    ModelContext context,
    SimpleRule[] rules,
    RuleSelection selection,
    PmmlValue defaultScore,
    double defaultConfidence) : ModelEvaluator(context)
{
    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var weights = result.GetScratch(Categories.Length);
        weights.Clear();
        SimpleRule? best = null;
        var fired = 0;
        foreach (var rule in rules)
        {
            if (!Fires(rule, row))
            {
                continue;
            }

            fired++;
            result.Ranking.Add(rule.Id);
            result.RankingScores.Add(rule.Confidence);
            if (FindCategory(rule.Score) is >= 0 and var category)
            {
                weights[category] += rule.Weight;
            }

            best = best is null || (selection != RuleSelection.FirstHit && rule.Weight > best.Weight) ? rule : best;
            if (selection == RuleSelection.FirstHit)
            {
                break;
            }
        }

        if (best is null)
        {
            Predict(result, defaultScore, defaultConfidence, id: null);
        }
        else if (selection == RuleSelection.WeightedSum && Categories.Length > 0)
        {
            PredictHeaviest(row, result, weights, fired);
        }
        else
        {
            Predict(result, best.Score, best.Confidence, best.Id);
        }
    }

    private static bool Fires(SimpleRule rule, PmmlRow row)
    {
        foreach (var predicate in rule.Predicates)
        {
            if (predicate.Evaluate(row) != Truth.True)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Predicts the score with the most weight; its confidence is the weight per rule that fired.</summary>
    private void PredictHeaviest(PmmlRow row, ModelResult result, ReadOnlySpan<double> weights, int fired)
    {
        var winner = 0;
        for (var i = 1; i < weights.Length; i++)
        {
            winner = weights[i] > weights[winner] ? i : winner;
        }

        SimpleRule? best = null;
        foreach (var rule in rules)
        {
            if (FindCategory(rule.Score) == winner && (best is null || rule.Weight > best.Weight) && Fires(rule, row))
            {
                best = rule;
            }
        }

        Predict(result, CategoryValues[winner], weights[winner] / fired, best?.Id);
    }

    private void Predict(ModelResult result, PmmlValue score, double confidence, string? id)
    {
        result.Predicted = score;
        result.Confidence = confidence;
        result.EntityId = id;
        if (Function == MiningFunction.Classification && FindCategory(score) is >= 0 and var category)
        {
            result.BeginScores()[category] = confidence;
        }
    }
}
