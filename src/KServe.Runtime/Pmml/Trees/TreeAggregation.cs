using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;

namespace KServe.Runtime.Pmml.Trees;

/// <summary>Joins all nodes that a row may belong to, where missing values do not tell which.</summary>
internal static class TreeAggregation
{
    public static void Compute(TreeModel model, PmmlRow row, ModelResult result)
    {
        var node = model.Root;
        while (node.Children.Length > 0)
        {
            var next = FindKnownChild(node, row, out var isUnknown);
            if (isUnknown)
            {
                ComputeUnknown(model, node, row, result);
                return;
            }

            if (next is null)
            {
                if (!model.Options.IsLastPredictionReturned)
                {
                    return;
                }

                break;
            }

            node = next;
        }

        model.Predict(node, result, penalty: 1);
    }

    private static PmmlTreeNode? FindKnownChild(PmmlTreeNode node, PmmlRow row, out bool isUnknown)
    {
        isUnknown = false;
        foreach (var child in node.Children)
        {
            var truth = child.Predicate.Evaluate(row);
            if (truth != Truth.False)
            {
                isUnknown = truth == Truth.Unknown;
                return child;
            }
        }

        return null;
    }

    private static void ComputeUnknown(TreeModel model, PmmlTreeNode node, PmmlRow row, ModelResult result)
    {
        var scores = result.BeginScores();
        var isConfidence = model.Options.Missing == MissingValueStrategy.WeightedConfidence;
        if (isConfidence)
        {
            AddConfidences(node, row, weight: 1, scores);
            scores.CopyTo(result.BeginConfidences(), 0);
        }
        else
        {
            AddCounts(node, row, scores);
        }

        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += score;
        }

        if (!(sum > 0))
        {
            result.HasScores = false;
            return;
        }

        if (!isConfidence)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] /= sum;
            }
        }

        result.PredictHighest();
    }

    private static void AddConfidences(PmmlTreeNode node, PmmlRow row, double weight, double[] confidences)
    {
        if (node.Children.Length == 0)
        {
            if (node.Distribution is { } distribution)
            {
                var values = distribution.Confidences ?? distribution.Probabilities;
                for (var i = 0; i < values.Length; i++)
                {
                    confidences[distribution.Categories[i]] += values[i] * weight;
                }
            }

            return;
        }

        if (FindKnownChild(node, row, out var isUnknown) is { } known && !isUnknown)
        {
            AddConfidences(known, row, weight, confidences);
            return;
        }

        double total = 0;
        foreach (var child in node.Children)
        {
            total += child.Predicate.Evaluate(row) == Truth.False ? 0 : child.RecordCount;
        }

        foreach (var child in node.Children)
        {
            if (child.Predicate.Evaluate(row) != Truth.False && total > 0)
            {
                AddConfidences(child, row, weight * child.RecordCount / total, confidences);
            }
        }
    }

    private static void AddCounts(PmmlTreeNode node, PmmlRow row, double[] counts)
    {
        if (node.Children.Length == 0)
        {
            if (node.Distribution is { } distribution)
            {
                for (var i = 0; i < distribution.Counts.Length; i++)
                {
                    counts[distribution.Categories[i]] += distribution.Counts[i];
                }
            }

            return;
        }

        if (FindKnownChild(node, row, out var isUnknown) is { } known && !isUnknown)
        {
            AddCounts(known, row, counts);
            return;
        }

        foreach (var child in node.Children)
        {
            if (child.Predicate.Evaluate(row) != Truth.False)
            {
                AddCounts(child, row, counts);
            }
        }
    }
}
