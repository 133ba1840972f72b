using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NaiveBayes;

/// <summary>Naive Bayes over categories, counted from 0 in each column.</summary>
internal sealed class CategoricalNaiveBayes : NaiveBayesModel
{
    // Per column: [classes, categories].
    private readonly Matrix[] _logProbabilities;
    private readonly double[] _offsets;

    private CategoricalNaiveBayes(SklearnObject source, Labels labels, Matrix[] logProbabilities)
        : base(source, labels, logProbabilities.Length)
    {
        _logProbabilities = logProbabilities;
        _offsets = source.Vector("class_log_prior_", labels.Count);
    }

    public static CategoricalNaiveBayes Read(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        Matrix[] tables = [.. source.List("feature_log_prob_").Select(value => ReadTable(source, value, labels.Count))];
        return labels.Count == 0 || tables.Length == 0
            ? throw source.Unexpected("feature_log_prob_", "at least one table")
            : new CategoricalNaiveBayes(source, labels, tables);
    }

    protected override Matrix ComputeJoint(Features features, CancellationToken cancellationToken)
    {
        // The library makes integers of the rows, and says so.
        var rows = features.ToDense();
        FeatureChecks.RequireFinite(rows.Values, type: "'int'");
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var result = new Matrix(rows.RowCount, _offsets.Length);
        for (var row = 0; row < rows.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var joint = result.GetRow(row);
            _offsets.CopyTo(joint);
            for (var column = 0; column < _logProbabilities.Length; column++)
            {
                Add(_logProbabilities[column], GetCategory(rows[row, column], column), joint);
            }
        }

        return result;
    }

    private static Matrix ReadTable(SklearnObject source, object? value, int classCount) =>
        value is NumpyArray { IsNumeric: true } array && array.Shape is [var rows, > 0 and var columns]
            && rows == classCount
            ? new Matrix(array.ToDoubles(), rows, columns)
            : throw source.Unexpected("feature_log_prob_", $"tables of {classCount} rows");

    private static void Add(Matrix table, int category, Span<double> joint)
    {
        for (var k = 0; k < joint.Length; k++)
        {
            joint[k] += table[k, category];
        }
    }

    // The library cuts the fraction off before it looks.
    private int GetCategory(double value, int column)
    {
        if (value < 0)
        {
            throw InferenceException.InvalidArgument(
                $"Negative values in data passed to {ClassName} (input X)");
        }

        return value < _logProbabilities[column].ColumnCount
            ? (int)value
            : throw InferenceException.InvalidArgument(
                $"column {column} has the category {(long)value}, the model knows " +
                $"{_logProbabilities[column].ColumnCount} categories, counted from 0");
    }
}
