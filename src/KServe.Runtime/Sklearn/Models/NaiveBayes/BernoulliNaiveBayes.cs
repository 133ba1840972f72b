using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NaiveBayes;

/// <summary>Naive Bayes over features that are there or not.</summary>
internal sealed class BernoulliNaiveBayes : NaiveBayesModel
{
    // How much more likely a row is for a feature that is there, and the likelihood of a row with none.
    private readonly Matrix _weights;
    private readonly double[] _offsets;
    private readonly double? _threshold;

    private BernoulliNaiveBayes(SklearnObject source, Labels labels, Matrix logProbabilities)
        : base(source, labels, logProbabilities.ColumnCount)
    {
        _threshold = source.Has("binarize") ? source.Number("binarize") : null;
        _weights = logProbabilities;
        _offsets = source.Vector("class_log_prior_", labels.Count);
        for (var k = 0; k < _offsets.Length; k++)
        {
            foreach (ref var value in _weights.GetRow(k))
            {
                var absent = Math.Log(1 - Math.Exp(value));
                _offsets[k] += absent;
                value -= absent;
            }
        }
    }

    public static BernoulliNaiveBayes Read(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        return new BernoulliNaiveBayes(source, labels, ReadTable(source, "feature_log_prob_", labels));
    }

    protected override Matrix ComputeJoint(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return MatrixProduct.MultiplyTransposed(Binarize(features), _weights, _offsets, cancellationToken);
    }

    private Features Binarize(Features features)
    {
        if (_threshold is not { } threshold)
        {
            return features;
        }

        if (features.Sparse is { } sparse && threshold >= 0)
        {
            var values = Array.ConvertAll(sparse.Values, value => value > threshold ? 1.0 : 0.0);
            return new Features(new SparseMatrix(sparse.Starts, sparse.Columns, values, sparse.ColumnCount));
        }

        var dense = features.ToDense();
        return new Features(new Matrix(
            Array.ConvertAll(dense.Values, value => value > threshold ? 1.0 : 0.0), dense.RowCount, dense.ColumnCount));
    }
}
