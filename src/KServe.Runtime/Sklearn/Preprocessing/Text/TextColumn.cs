using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Takes the documents out of a request.</summary>
internal static class TextColumn
{
    /// <summary>Gets the one column of texts.</summary>
    /// <exception cref="InferenceException">There are several columns, or numbers, or missing texts.</exception>
    public static string?[] Get(Features features, Estimator estimator)
    {
        if (features.ColumnCount != 1)
        {
            throw InferenceException.InvalidArgument(
                $"{estimator.ClassName} takes one column of texts, not {features.ColumnCount} columns");
        }

        var column = FeatureColumns.Get(features, 0);
        if (column.Kind != TableColumnKind.Text)
        {
            throw InferenceException.InvalidArgument($"{estimator.ClassName} takes texts, not numbers");
        }

        return Array.IndexOf(column.Texts, null) < 0
            ? column.Texts
            : throw InferenceException.InvalidArgument(
                "np.nan is an invalid document, expected byte or unicode string.");
    }
}
