using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NaiveBayes;

/// <summary>Naive Bayes with a normal distribution of each feature in each class.</summary>
internal sealed class GaussianNaiveBayes : NaiveBayesModel
{
    private readonly Matrix _means;
    private readonly Matrix _variances;

    // What does not depend on the row: the logarithm of the prior and of the normal distributions' scales.
    private readonly double[] _offsets;

    private GaussianNaiveBayes(SklearnObject source, Labels labels, Matrix means)
        : base(source, labels, means.ColumnCount)
    {
        // Versions before 1.0 call the variances sigma_.
        var name = source.Has("var_") ? "var_" : "sigma_";
        _means = means;
        _variances = source.Matrix(name, means.RowCount, means.ColumnCount);
        _offsets = Array.ConvertAll(source.Vector("class_prior_", means.RowCount), Math.Log);
        for (var k = 0; k < _offsets.Length; k++)
        {
            var sum = 0.0;
            foreach (var variance in _variances.GetRow(k))
            {
                sum += Math.Log(2 * Math.PI * variance);
            }

            _offsets[k] -= 0.5 * sum;
        }
    }

    public static GaussianNaiveBayes Read(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        return new GaussianNaiveBayes(source, labels, ReadTable(source, "theta_", labels));
    }

    protected override Matrix ComputeJoint(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new Matrix(rows.RowCount, _offsets.Length);
        for (var i = 0; i < rows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var joint = result.GetRow(i);
            for (var k = 0; k < joint.Length; k++)
            {
                joint[k] = _offsets[k] - 0.5 * Sum(rows.GetRow(i), _means.GetRow(k), _variances.GetRow(k));
            }
        }

        return result;
    }

    private static double Sum(ReadOnlySpan<double> row, ReadOnlySpan<double> means, ReadOnlySpan<double> variances)
    {
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            var difference = row[i] - means[i];
            sum += difference * difference / variances[i];
        }

        return sum;
    }
}
