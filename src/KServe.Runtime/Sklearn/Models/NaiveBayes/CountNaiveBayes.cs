using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NaiveBayes;

/// <summary>Naive Bayes over counts: multinomial, or by the complement of each class.</summary>
internal sealed class CountNaiveBayes : NaiveBayesModel
{
    private readonly Matrix _logProbabilities;
    private readonly double[] _offsets;

    private CountNaiveBayes(SklearnObject source, Labels labels, Matrix logProbabilities, double[] offsets)
        : base(source, labels, logProbabilities.ColumnCount)
    {
        _logProbabilities = logProbabilities;
        _offsets = offsets;
    }

    public static CountNaiveBayes ReadMultinomial(SklearnObject source, EstimatorReader reader) =>
        Read(source, static _ => true);

    /// <summary>Reads a complement model, which looks at the prior for a single class only.</summary>
    public static CountNaiveBayes ReadComplement(SklearnObject source, EstimatorReader reader) =>
        Read(source, static count => count == 1);

    protected override Matrix ComputeJoint(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return MatrixProduct.MultiplyTransposed(features, _logProbabilities, _offsets, cancellationToken);
    }

    private static CountNaiveBayes Read(SklearnObject source, Func<int, bool> hasPrior)
    {
        var labels = source.Labels("classes_");
        var table = ReadTable(source, "feature_log_prob_", labels);
        var offsets = hasPrior(labels.Count) ? source.Vector("class_log_prior_", labels.Count) : [];
        return new CountNaiveBayes(source, labels, table, offsets);
    }
}
