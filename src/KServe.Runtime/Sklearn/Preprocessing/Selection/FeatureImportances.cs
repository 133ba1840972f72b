using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Reads how much a fitted model makes of each column, from its attributes.</summary>
internal static class FeatureImportances
{
    /// <summary>Reads the importances of a model.</summary>
    /// <param name="model">The attributes of the model.</param>
    /// <param name="getter">The attribute to take; <c>auto</c> for weights, or else importances.</param>
    /// <param name="normOrder">How the weights of several targets become one: 1, 2 or infinity.</param>
    /// <exception cref="InvalidDataException">The model tells of neither.</exception>
    public static double[] Read(SklearnObject model, string getter, double normOrder)
    {
        var path = getter.Split('.');
        for (var i = 0; i + 1 < path.Length; i++)
        {
            model = path[i] == "named_steps" && i + 2 < path.Length
                ? FindStep(model, path[++i])
                : model.Object(path[i]);
        }

        return path[^1] switch
        {
            "auto" => HasWeights(model) ? ReadWeights(model, normOrder) : ModelImportances.Read(model),
            "coef_" => ReadWeights(model, normOrder),
            "feature_importances_" => ModelImportances.Read(model),
            var name => CombineTargets(model, name, normOrder),
        };
    }

    private static bool HasWeights(SklearnObject model) =>
        model.Has("coef_") || (model.Has("dual_coef_") && model.ValueOrNull("kernel") is "linear");

    private static double[] ReadWeights(SklearnObject model, double normOrder)
    {
        if (model.Has("coef_"))
        {
            return CombineTargets(model, "coef_", normOrder);
        }

        return Combine(SupportVectorWeights.Read(model), normOrder);
    }

    private static double[] CombineTargets(SklearnObject model, string name, double normOrder)
    {
        var array = model.Array(name);
        return array switch
        {
            { IsNumeric: true, Shape.Length: 1 } => Array.ConvertAll(array.ToDoubles(), Math.Abs),
            { IsNumeric: true, Shape: [var rows, var columns] } =>
                Combine(new Matrix(array.ToDoubles(), rows, columns), normOrder),
            _ => throw model.Unexpected(name, "weights"),
        };
    }

    private static double[] Combine(Matrix weights, double normOrder)
    {
        var combined = new double[weights.ColumnCount];
        for (var column = 0; column < combined.Length; column++)
        {
            var norm = normOrder == double.NegativeInfinity ? double.PositiveInfinity : 0.0;
            for (var row = 0; row < weights.RowCount; row++)
            {
                var weight = Math.Abs(weights[row, column]);
                norm = normOrder switch
                {
                    1 => norm + weight,
                    2 => norm + weight * weight,
                    double.PositiveInfinity => Math.Max(norm, weight),
                    _ => Math.Min(norm, weight),
                };
            }

            combined[column] = normOrder == 2 ? Math.Sqrt(norm) : norm;
        }

        return combined;
    }

    private static SklearnObject FindStep(SklearnObject pipeline, string name)
    {
        foreach (var step in pipeline.List("steps"))
        {
            if (PickleNumbers.ToList(step) is [string stepName, PickleInstance estimator] && stepName == name)
            {
                return new SklearnObject(estimator);
            }
        }

        throw pipeline.Unexpected("steps", $"a step '{name}'");
    }
}
