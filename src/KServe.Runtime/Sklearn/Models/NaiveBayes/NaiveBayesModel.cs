using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NaiveBayes;

/// <summary>Chooses the class with the largest joint log likelihood.</summary>
internal abstract class NaiveBayesModel : FittedModel
{
    private const EstimatorMethods AllMethods =
        EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba;

    private readonly Labels _labels;

    protected NaiveBayesModel(SklearnObject source, Labels labels, int featureCount)
        : base(source, AllMethods, featureCount) => _labels = labels;

    public override Labels GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Classes(RowMath.ArgMax(ComputeJoint(features, cancellationToken)), _labels);

    public override Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken)
    {
        var joint = ComputeJoint(features, cancellationToken);
        for (var row = 0; row < joint.RowCount; row++)
        {
            var values = joint.GetRow(row);
            System.Numerics.Tensors.TensorPrimitives.Subtract(values, RowMath.LogSumExp(values), values);
        }

        return joint;
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var result = PredictLogProba(features, target, cancellationToken);
        for (var i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = Math.Exp(result.Values[i]);
        }

        return result;
    }

    /// <summary>Computes the joint log likelihood, [rows, classes].</summary>
    protected abstract Matrix ComputeJoint(Features features, CancellationToken cancellationToken);

    /// <summary>Reads a table of one row per class.</summary>
    protected static Matrix ReadTable(SklearnObject source, string name, Labels labels) => labels.Count == 0
        ? throw source.Unexpected("classes_", "at least one label")
        : source.Matrix(name, labels.Count);
}
