using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn;

/// <summary>A fitted scikit-learn estimator: immutable, safe for concurrent calls.</summary>
/// <remarks>
/// Constructors check all lengths and indexes of what they read, so that the methods need not. A method that
/// <see cref="Methods"/> does not name is never called.
/// </remarks>
internal abstract class Estimator(string className)
{
    /// <summary>Gets the name of the class, like <c>LogisticRegression</c>.</summary>
    public string ClassName { get; } = className;

    public abstract EstimatorMethods Methods { get; }

    /// <summary>Gets the number of columns (<c>n_features_in_</c>); -1 when not known or any.</summary>
    public int FeatureCount { get; init; } = -1;

    /// <summary>
    /// Gets the names of the columns (<c>feature_names_in_</c>); <see langword="null"/> when fitted without.
    /// </summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>Gets whether the estimator picks its columns by name and ignores others; not so by default.</summary>
    public virtual bool SelectsColumns => false;

    /// <summary>Gets a pipeline's part before its last step (<c>[:-1]</c>), if that can transform.</summary>
    /// <value><see langword="null"/> for anything but a pipeline of several steps.</value>
    public virtual Estimator? WithoutLastStep => null;

    /// <summary>Gets the number of targets; 1 but for multi-output estimators.</summary>
    public virtual int TargetCount => 1;

    /// <summary>Gets the labels of a classifier's target; <see langword="null"/> for others.</summary>
    public virtual Labels? GetLabels(int target = 0) => null;

    /// <summary>Gets the data type that clients see of predictions.</summary>
    public virtual TensorDataType PredictionType => GetLabels()?.DataType ?? TensorDataType.FP64;

    /// <summary>Gets the shape of predictions.</summary>
    public virtual TensorShape PredictionShape => TargetCount == 1 ? [-1] : [-1, TargetCount];

    /// <summary>Gets the shape of scores: a vector for two classes, else a column per class.</summary>
    public virtual TensorShape DecisionShape => GetLabels() is { Count: > 2 and var count } ? [-1, count] : [-1];

    /// <summary>Gets the data type that clients see of what <see cref="Transform"/> gives.</summary>
    public virtual TensorDataType TransformType => TensorDataType.FP64;

    /// <summary>Gets the shape of what <see cref="Transform"/> gives; -1 for lengths that are not known.</summary>
    public virtual TensorShape TransformShape => [-1, -1];

    /// <summary>Gets the data type that clients see of leaves.</summary>
    public virtual TensorDataType ApplyType => TensorDataType.INT64;

    /// <summary>Gets the shape of leaves.</summary>
    public virtual TensorShape ApplyShape => [-1, -1];

    /// <summary>Gets the shape of the probabilities of one target; -1 for a length that is not known.</summary>
    public virtual TensorShape GetProbaShape(int target = 0) => [-1, GetLabels(target)?.Count ?? -1];

    public virtual Prediction Predict(Features features, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Computes the probabilities of one target, [rows, classes].</summary>
    public virtual Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Computes the logarithms of the probabilities of one target, [rows, classes].</summary>
    public virtual Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken) =>
        RowMath.Log(PredictProba(features, target, cancellationToken));

    /// <summary>Computes the scores: a vector for two classes, else [rows, classes].</summary>
    public virtual Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Features Transform(Features features, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Matrix ScoreSamples(Features features, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Computes the leaf of each tree, [rows, trees].</summary>
    public virtual Matrix Apply(Features features, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Gets a part by its type, such as a tree ensemble over this estimator's columns.</summary>
    public virtual object? GetService(Type serviceType) => null;
}
