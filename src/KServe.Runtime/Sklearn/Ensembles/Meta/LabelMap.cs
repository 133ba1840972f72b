using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Relates the classes of a member to those of the estimator that it is a part of.</summary>
internal static class LabelMap
{
    /// <summary>Maps classes that are positions: the member was fitted to encoded labels.</summary>
    /// <param name="source">The attributes, for errors.</param>
    /// <param name="member">The member.</param>
    /// <param name="classCount">The number of classes of the whole.</param>
    /// <returns>The position of each of the member's classes.</returns>
    /// <exception cref="InvalidDataException">The member has other classes.</exception>
    public static int[] FromPositions(SklearnObject source, Estimator member, int classCount)
    {
        var labels = member.GetLabels();
        if (labels is null || labels.AreTexts || member.TargetCount != 1)
        {
            throw source.Invalid($"a {member.ClassName} is no classifier of positions");
        }

        var map = new int[labels.Count];
        for (var i = 0; i < map.Length; i++)
        {
            var number = labels.GetNumber(i);
            map[i] = number >= 0 && number < classCount && number == Math.Truncate(number)
                ? (int)number
                : throw source.Invalid($"a {member.ClassName} has the class {number} of {classCount}");
        }

        return map;
    }

    /// <summary>Maps classes that are the labels themselves.</summary>
    /// <returns>The position of each of the member's classes; -1 for one that the whole does not have.</returns>
    /// <exception cref="InvalidDataException">The member is no classifier of one target.</exception>
    public static int[] FromLabels(SklearnObject source, Estimator member, Labels labels)
    {
        if (member.GetLabels() is not { } own || member.TargetCount != 1)
        {
            throw source.Invalid($"a {member.ClassName} is no classifier");
        }

        var map = new int[own.Count];
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = Find(labels, own, i);
        }

        return map;
    }

    private static int Find(Labels labels, Labels own, int index)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels.AreTexts == own.AreTexts
                && (labels.AreTexts
                    ? string.Equals(labels.GetText(i), own.GetText(index), StringComparison.Ordinal)
                    : labels.GetNumber(i) == own.GetNumber(index)))
            {
                return i;
            }
        }

        return -1;
    }
}
