using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Scorecards;

/// <summary>A scorecard: points per characteristic, summed, with the reasons that cost the most.</summary>
internal sealed class Scorecard(
    ModelContext context,
    double initialScore,
    bool isPointsBelow,
    ScorecardAttribute[][] characteristics) : ModelEvaluator(context)
{
    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var score = initialScore;
        foreach (var attributes in characteristics)
        {
            if (FindAttribute(attributes, row) is not { } attribute)
            {
                result.Ranking.Clear();
                result.RankingScores.Clear();
                return;
            }

            var points = attribute.Expression?.Evaluate(row).ToNumber() ?? attribute.Points;
            score += points;
            if (attribute.ReasonCode is { } reason)
            {
                var loss = isPointsBelow ? attribute.Baseline - points : points - attribute.Baseline;
                AddReason(result, reason, loss);
            }
        }

        result.Predicted = PmmlValue.FromReal(score);
        Rank(result);
    }

    private static ScorecardAttribute? FindAttribute(ScorecardAttribute[] attributes, PmmlRow row)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Predicate.Evaluate(row) == Truth.True)
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>Adds a loss to its reason; characteristics may share one.</summary>
    private static void AddReason(ModelResult result, string reason, double loss)
    {
        var at = result.Ranking.IndexOf(reason);
        if (at >= 0)
        {
            result.RankingScores[at] += loss;
            return;
        }

        result.Ranking.Add(reason);
        result.RankingScores.Add(loss);
    }

    /// <summary>Puts the greatest loss first; equal ones stay in the order of the document.</summary>
    private static void Rank(ModelResult result)
    {
        for (var i = 1; i < result.Ranking.Count; i++)
        {
            var (reason, loss) = (result.Ranking[i], result.RankingScores[i]);
            var at = i;
            while (at > 0 && result.RankingScores[at - 1] < loss)
            {
                result.Ranking[at] = result.Ranking[at - 1];
                result.RankingScores[at] = result.RankingScores[at - 1];
                at--;
            }

            result.Ranking[at] = reason;
            result.RankingScores[at] = loss;
        }
    }
}
