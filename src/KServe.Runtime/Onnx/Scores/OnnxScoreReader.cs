using KServe.Runtime.Files;
using KServe.Runtime.Onnx.Graph;
using KServe.Runtime.Onnx.Trees;

namespace KServe.Runtime.Onnx.Scores;

/// <summary>Reads what an operator does with the leaves of its trees.</summary>
internal static class OnnxScoreReader
{
    public static OnnxAggregate ReadAggregate(OnnxNode node) => node.Operator switch
    {
        "TreeEnsemble" => node.Integer("aggregate_function", (long)OnnxAggregate.Sum) switch
        {
            >= 0 and <= (long)OnnxAggregate.Max and var number => (OnnxAggregate)number,
            var number => throw new InvalidDataException($"unknown aggregate_function {number}"),
        },
        "TreeEnsembleRegressor" => node.Text("aggregate_function", "SUM") switch
        {
            "AVERAGE" => OnnxAggregate.Average,
            "SUM" => OnnxAggregate.Sum,
            "MIN" => OnnxAggregate.Min,
            "MAX" => OnnxAggregate.Max,
            var name => throw new InvalidDataException($"unknown aggregate_function '{Show.Text(name)}'"),
        },
        _ => OnnxAggregate.Sum,
    };

    public static OnnxFinish ReadFinish(OnnxNode node, OnnxForest forest, OnnxAggregate aggregate, OnnxLabels labels)
    {
        var transform = ReadTransform(node);
        var bases = node.Operator == "TreeEnsemble" ? [] : node.Numbers("base_values");
        if (node.Operator != "TreeEnsembleClassifier")
        {
            if (bases.Count > 0 && bases.Count != forest.TargetCount)
            {
                throw new InvalidDataException($"base_values has {bases.Count} items for {forest.TargetCount} targets");
            }

            return new OnnxRegression(transform, bases, aggregate == OnnxAggregate.Average ? forest.Roots.Count : 1);
        }

        if (bases.Count > 0 && (labels.Count > 2 ? bases.Count != labels.Count : bases.Count > 2))
        {
            throw new InvalidDataException($"base_values has {bases.Count} items for {labels.Count} classes");
        }

        var weights = node.Numbers("class_weights");
        var isPositive = true;
        foreach (var weight in weights)
        {
            isPositive &= weight >= 0;
        }

        return new OnnxClassification(
            transform, bases, labels.Numbers, labels.Count == 2 && HasOneClass(node.Integers("class_ids")), isPositive);
    }

    private static bool HasOneClass(IReadOnlyList<long> classes)
    {
        foreach (var number in classes)
        {
            if (number != classes[0])
            {
                return false;
            }
        }

        return classes.Count > 0;
    }

    private static OnnxTransform ReadTransform(OnnxNode node)
    {
        if (node.Operator == "TreeEnsemble")
        {
            // the specification has 1 for SOFTMAX and 2 for LOGISTIC, ONNX Runtime takes them the other way round
            return node.Integer("post_transform", 0) switch
            {
                0 => OnnxTransform.None,
                1 => OnnxTransform.Logistic,
                2 => OnnxTransform.Softmax,
                3 => OnnxTransform.SoftmaxZero,
                4 => OnnxTransform.Probit,
                var number => throw new InvalidDataException($"unknown post_transform {number}"),
            };
        }

        return node.Text("post_transform", "NONE") switch
        {
            "NONE" => OnnxTransform.None,
            "SOFTMAX" => OnnxTransform.Softmax,
            "LOGISTIC" => OnnxTransform.Logistic,
            "SOFTMAX_ZERO" => OnnxTransform.SoftmaxZero,
            "PROBIT" => OnnxTransform.Probit,
            var name => throw new InvalidDataException($"unknown post_transform '{Show.Text(name)}'"),
        };
    }
}
