using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models;

/// <summary>Checks that labels fit the numbers that choose among them.</summary>
internal static class LabelChecks
{
    /// <summary>Checks for one score of two classes, or one score per class.</summary>
    /// <exception cref="InvalidDataException">There are more or fewer labels.</exception>
    public static void RequireScores(SklearnObject source, Labels labels, int scoreCount) =>
        RequireCount(source, labels, scoreCount == 1 ? 2 : scoreCount);

    /// <summary>Checks for a number of labels.</summary>
    /// <exception cref="InvalidDataException">There are more or fewer labels.</exception>
    public static void RequireCount(SklearnObject source, Labels labels, int count)
    {
        if (labels.Count != count)
        {
            throw source.Unexpected("classes_", $"{count} labels");
        }
    }
}
