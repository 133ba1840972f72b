using System.Numerics.Tensors;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Computes the importances of models made of trees, as the library does when it is asked for them.</summary>
internal static class ModelImportances
{
    private const int MaxDepth = 16;

    /// <summary>Computes one importance for each column.</summary>
    /// <exception cref="InvalidDataException">The model is not made of trees.</exception>
    public static double[] Read(SklearnObject model) => Read(model, depth: 0);

    private static double[] Read(SklearnObject model, int depth)
    {
        if (depth == MaxDepth)
        {
            throw model.Invalid("estimators lie too deep in each other");
        }

        if (model.Value("feature_importances_", out var stored))
        {
            return stored;
        }

        if (model.Has("tree_"))
        {
            return TreeImportances.Compute(model, isNormalized: true);
        }

        return model.ClassName switch
        {
            "GradientBoostingClassifier" or "GradientBoostingRegressor" => Average(
                model, [.. TreesOf(model).Select(static tree => TreeImportances.Compute(tree, isNormalized: false))]),
            "AdaBoostClassifier" or "AdaBoostRegressor" => AverageBoosted(model, depth),
            _ when model.Has("estimators_") => Average(
                model, [.. TreesOf(model).Select(static tree => TreeImportances.Compute(tree, isNormalized: true))]),
            _ => throw model.Invalid("it has neither coef_ nor feature_importances_"),
        };
    }

    /// <summary>Finds the trees that split at all.</summary>
    private static IEnumerable<SklearnObject> TreesOf(SklearnObject model) => model.List("estimators_")
        .Select(value => value is PickleInstance instance
            ? new SklearnObject(instance)
            : throw model.Unexpected("estimators_", "trees"))
        .Where(TreeImportances.HasSplits);

    private static double[] Average(SklearnObject model, double[][] importances)
    {
        if (importances.Length == 0)
        {
            return new double[Math.Max(FeatureInfo.ReadCount(model), 0)];
        }

        var sum = new double[importances[0].Length];
        foreach (var part in importances)
        {
            if (part.Length != sum.Length)
            {
                throw model.Unexpected("estimators_", "trees over the same columns");
            }

            TensorPrimitives.Add(sum, part, sum);
        }

        return Normalize(sum);
    }

    private static double[] AverageBoosted(SklearnObject model, int depth)
    {
        var estimators = model.Objects("estimators_");
        var weights = model.Vector("estimator_weights_");
        if (weights.Length < estimators.Count || estimators.Count == 0)
        {
            throw model.Unexpected("estimator_weights_", $"{estimators.Count} numbers");
        }

        double[]? sum = null;
        for (var i = 0; i < estimators.Count; i++)
        {
            var part = Read(estimators[i], depth + 1);
            sum ??= new double[part.Length];
            if (part.Length != sum.Length)
            {
                throw model.Unexpected("estimators_", "models over the same columns");
            }

            TensorPrimitives.MultiplyAdd(part, weights[i], sum, sum);
        }

        TensorPrimitives.Divide(sum, weights.AsSpan(0, estimators.Count).ToArray().Sum(), sum);
        return sum!;
    }

    private static double[] Normalize(double[] importances)
    {
        var sum = TensorPrimitives.Sum<double>(importances);
        if (sum != 0)
        {
            TensorPrimitives.Divide(importances, sum, importances);
        }

        return importances;
    }

    private static bool Value(this SklearnObject model, string name, out double[] stored)
    {
        var isThere = model.Has(name);
        stored = isThere ? model.Vector(name) : [];
        return isThere;
    }
}
