using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Comparisons, membership and the three-valued logic of truths.</summary>
internal static class LogicFunctions
{
    public static Dictionary<string, BuiltInFunction> All { get; } = new(StringComparer.Ordinal)
    {
        ["isMissing"] = Presence(static value => value.IsMissing),
        ["isNotMissing"] = Presence(static value => !value.IsMissing),
        ["isValid"] = Presence(static value => !value.IsMissing),
        ["isNotValid"] = Presence(static value => value.IsMissing),
        ["equal"] = new(2, 2, static values => PmmlValue.FromBoolean(AreEqual(values[0], values[1]))),
        ["notEqual"] = new(2, 2, static values => PmmlValue.FromBoolean(!AreEqual(values[0], values[1]))),
        ["lessThan"] = Comparison(static order => order < 0),
        ["lessOrEqual"] = Comparison(static order => order <= 0),
        ["greaterThan"] = Comparison(static order => order > 0),
        ["greaterOrEqual"] = Comparison(static order => order >= 0),
        ["and"] = new(2, int.MaxValue, static values => Join(values, decisive: false), IsMissingTolerated: true),
        ["or"] = new(2, int.MaxValue, static values => Join(values, decisive: true), IsMissingTolerated: true),
        ["not"] = new(1, 1, static values => ToTruth(values[0]) is { } truth ? PmmlValue.FromBoolean(!truth) : default),
        ["isIn"] = new(2, int.MaxValue, static values => IsIn(values, isWanted: true), IsMissingTolerated: true),
        ["isNotIn"] = new(2, int.MaxValue, static values => IsIn(values, isWanted: false), IsMissingTolerated: true),
    };

    /// <summary>Compares two values; a text that looks like a number equals that number.</summary>
    public static bool AreEqual(PmmlValue left, PmmlValue right) =>
        IsMixed(left, right) ? Compare(left, right) == 0 : left.Equals(right);

    private static int? Compare(PmmlValue left, PmmlValue right)
    {
        if (!IsMixed(left, right))
        {
            return left.CompareTo(right);
        }

        var isLeftText = left.Kind == PmmlKind.Text;
        if (!PmmlNumbers.TryParse(isLeftText ? left.Text : right.Text, out var number))
        {
            return string.CompareOrdinal(left.ToString(), right.ToString());
        }

        return isLeftText ? number.CompareTo(right.Number) : left.Number.CompareTo(number);
    }

    private static BuiltInFunction Presence(Func<PmmlValue, bool> test) =>
        new(1, 1, values => PmmlValue.FromBoolean(test(values[0])), IsMissingTolerated: true);

    private static bool IsMixed(PmmlValue left, PmmlValue right) =>
        (left.Kind == PmmlKind.Text) != (right.Kind == PmmlKind.Text) && !left.IsMissing && !right.IsMissing;

    private static BuiltInFunction Comparison(Func<int, bool> test) => new(2, 2, values =>
        Compare(values[0], values[1]) is { } order ? PmmlValue.FromBoolean(test(order)) : default);

    private static bool? ToTruth(PmmlValue value)
    {
        var truth = new PmmlType(PmmlDataType.Boolean).Convert(value);
        return truth.IsMissing ? null : truth.Number != 0;
    }

    private static PmmlValue Join(ReadOnlySpan<PmmlValue> values, bool decisive)
    {
        var isUnknown = false;
        foreach (var value in values)
        {
            var truth = ToTruth(value);
            if (truth == decisive)
            {
                return PmmlValue.FromBoolean(decisive);
            }

            isUnknown |= truth is null;
        }

        return isUnknown ? default : PmmlValue.FromBoolean(!decisive);
    }

    private static PmmlValue IsIn(ReadOnlySpan<PmmlValue> values, bool isWanted)
    {
        if (values[0].IsMissing)
        {
            return default;
        }

        foreach (var candidate in values[1..])
        {
            if (!candidate.IsMissing && AreEqual(values[0], candidate))
            {
                return PmmlValue.FromBoolean(isWanted);
            }
        }

        return PmmlValue.FromBoolean(!isWanted);
    }
}
