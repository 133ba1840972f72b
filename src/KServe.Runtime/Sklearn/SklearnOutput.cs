using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn;

/// <summary>Relates an output to the method of an estimator that computes it.</summary>
/// <param name="Output">What clients see.</param>
/// <param name="Owner">The estimator to ask.</param>
/// <param name="Method">The one method to call.</param>
/// <param name="Target">The target of probabilities.</param>
internal sealed record SklearnOutput(TabularOutput Output, Estimator Owner, EstimatorMethods Method, int Target = 0)
{
    /// <summary>Lists everything that an estimator can give, by the names of the library's methods.</summary>
    public static IEnumerable<SklearnOutput> List(Estimator estimator)
    {
        if (Has(EstimatorMethods.Predict))
        {
            yield return Make("predict", estimator.PredictionType, estimator.PredictionShape, EstimatorMethods.Predict);
        }

        foreach (var output in ListProbabilities(estimator, "predict_proba", EstimatorMethods.PredictProba)
            .Concat(ListProbabilities(estimator, "predict_log_proba", EstimatorMethods.PredictLogProba)))
        {
            yield return output;
        }

        if (Has(EstimatorMethods.DecisionFunction))
        {
            yield return Make(
                "decision_function", TensorDataType.FP64, estimator.DecisionShape, EstimatorMethods.DecisionFunction);
        }

        if (Has(EstimatorMethods.ScoreSamples))
        {
            yield return Make("score_samples", TensorDataType.FP64, [-1], EstimatorMethods.ScoreSamples);
        }

        if (Has(EstimatorMethods.Transform))
        {
            yield return Make(
                "transform", estimator.TransformType, estimator.TransformShape, EstimatorMethods.Transform);
        }

        if (Has(EstimatorMethods.Apply))
        {
            yield return Make("apply", estimator.ApplyType, estimator.ApplyShape, EstimatorMethods.Apply);
        }

        if (estimator.WithoutLastStep is { } first && first.Methods.HasFlag(EstimatorMethods.Transform))
        {
            yield return new SklearnOutput(
                new TabularOutput("transform[:-1]", first.TransformType, first.TransformShape),
                first,
                EstimatorMethods.Transform);
        }

        bool Has(EstimatorMethods method) => estimator.Methods.HasFlag(method);

        SklearnOutput Make(string name, TensorDataType type, TensorShape shape, EstimatorMethods method) =>
            new(new TabularOutput(name, type, shape), estimator, method);
    }

    private static IEnumerable<SklearnOutput> ListProbabilities(
        Estimator estimator, string name, EstimatorMethods method)
    {
        if (!estimator.Methods.HasFlag(method))
        {
            yield break;
        }

        for (var target = 0; target < estimator.TargetCount; target++)
        {
            yield return new SklearnOutput(
                new TabularOutput(
                    estimator.TargetCount == 1 ? name : $"{name}[{target}]",
                    TensorDataType.FP64,
                    estimator.GetProbaShape(target)),
                estimator,
                method,
                target);
        }
    }
}
