using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Reads the labels of classifiers with one or several targets.</summary>
internal static class TargetLabels
{
    /// <summary>Reads <c>classes_</c>: an array of labels, or a list of such arrays.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="classCounts">The number of classes that each target must have.</param>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static Labels[] Read(SklearnObject source, ReadOnlySpan<int> classCounts)
    {
        var labels = Read(source, isList: classCounts.Length > 1);
        if (labels.Length != classCounts.Length)
        {
            throw source.Unexpected("classes_", $"labels of {classCounts.Length} targets");
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i].Count != classCounts[i])
            {
                throw source.Invalid($"it has {classCounts[i]} classes, but {labels[i].Count} labels");
            }
        }

        return labels;
    }

    /// <summary>Reads the labels of as many targets as there are.</summary>
    public static Labels[] Read(SklearnObject source, bool isList) => isList
        ? [.. source.List("classes_").Select(value => LabelReader.Read(value)
            ?? throw source.Unexpected("classes_", "a list of labels"))]
        : [source.Labels("classes_")];
}
