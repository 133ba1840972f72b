using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Trees;

/// <summary>A decision tree.</summary>
internal sealed class TreeModel(ModelContext context, PmmlTreeNode root, TreeOptions options) : ModelEvaluator(context)
{
    public PmmlTreeNode Root => root;

    public TreeOptions Options => options;

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        if (root.Predicate.Evaluate(row) != Truth.True)
        {
            return;
        }

        if (options.Missing is MissingValueStrategy.WeightedConfidence or MissingValueStrategy.AggregateNodes
            && Function == MiningFunction.Classification)
        {
            TreeAggregation.Compute(this, row, result);
            return;
        }

        if (Walk(row, out var steps) is { } node)
        {
            Predict(node, result, options.Penalty == 1 ? 1 : Math.Pow(options.Penalty, steps));
        }
    }

    /// <summary>Predicts what a node says.</summary>
    public void Predict(PmmlTreeNode node, ModelResult result, double penalty)
    {
        result.EntityId = node.Id;
        if (Function == MiningFunction.Regression)
        {
            result.Predicted = IsFloat ? PmmlValue.FromReal((float)node.Score.ToNumber()) : node.Score;
            return;
        }

        var scores = result.BeginScores();
        if (node.Distribution is { } distribution)
        {
            Spread(distribution.Categories, distribution.Probabilities, scores, 1);
            if (distribution.Confidences is { } confidences)
            {
                Spread(distribution.Categories, confidences, result.BeginConfidences(), penalty);
            }
            else if (penalty != 1)
            {
                Spread(distribution.Categories, distribution.Probabilities, result.BeginConfidences(), penalty);
            }
        }
        else if (FindCategory(node.Score) is >= 0 and var category)
        {
            scores[category] = 1;
        }

        result.Predicted = node.Score;
        if (node.Score.IsMissing && node.Distribution is not null)
        {
            result.PredictHighest();
        }
    }

    private static void Spread(int[] categories, double[] values, double[] target, double factor)
    {
        for (var i = 0; i < categories.Length; i++)
        {
            target[categories[i]] += values[i] * factor;
        }
    }

    /// <summary>Walks from the root to the node that predicts.</summary>
    /// <returns><see langword="null"/> when there is no prediction.</returns>
    private PmmlTreeNode? Walk(PmmlRow row, out int surrogates)
    {
        var node = root;
        surrogates = 0;
        while (node.Children.Length > 0)
        {
            var next = FindChild(node, row, ref surrogates, out var isUnknown);
            if (next is not null)
            {
                node = next;
                continue;
            }

            if (isUnknown)
            {
                return options.Missing == MissingValueStrategy.LastPrediction ? node : null;
            }

            return options.IsLastPredictionReturned && (!node.Score.IsMissing || node.Distribution is not null)
                ? node
                : null;
        }

        return node;
    }

    private PmmlTreeNode? FindChild(PmmlTreeNode node, PmmlRow row, ref int surrogates, out bool isUnknown)
    {
        isUnknown = false;
        foreach (var child in node.Children)
        {
            switch (child.Predicate.Evaluate(row))
            {
                case Truth.True:
                    surrogates += options.Penalty != 1 && IsSurrogate(child.Predicate, row) ? 1 : 0;
                    return child;
                case Truth.Unknown when options.Missing == MissingValueStrategy.DefaultChild:
                    surrogates++;
                    isUnknown = node.DefaultChild is null;
                    return node.DefaultChild;
                case Truth.Unknown when options.Missing is MissingValueStrategy.LastPrediction
                    or MissingValueStrategy.NullPrediction:
                    isUnknown = true;
                    return null;
            }
        }

        return null;
    }

    private static bool IsSurrogate(Predicate predicate, PmmlRow row) =>
        predicate is CompoundPredicate { Join: CompoundOperator.Surrogate } compound
            && compound.Parts[0].Evaluate(row) == Truth.Unknown;
}
