using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>The label that rows without neighbours get.</summary>
/// <param name="AllLabels">The labels of the target, with this one at their end if it is none of them.</param>
/// <param name="Position">Where it is among them.</param>
internal sealed record OutlierLabel(Labels AllLabels, int Position)
{
    /// <summary>Reads <c>outlier_label_</c>.</summary>
    /// <returns>One per target; <see langword="null"/> where outliers are refused.</returns>
    /// <exception cref="InvalidDataException">It is not one label per target.</exception>
    public static OutlierLabel?[] Read(SklearnObject source, Labels[] labels)
    {
        if (!source.Has("outlier_label_"))
        {
            return new OutlierLabel?[labels.Length];
        }

        var values = source.Value("outlier_label_") is NumpyArray { IsNumeric: true, Shape.Length: 1 } array
            ? [.. array.ToDoubles().Select(static value => (object?)value)]
            : source.List("outlier_label_");
        return values.Count == labels.Length
            ? [.. values.Select((value, target) => Read(source, labels[target], value))]
            : throw source.Unexpected("outlier_label_", $"{labels.Length} labels");
    }

    private static OutlierLabel Read(SklearnObject source, Labels labels, object? value)
    {
        if (labels.AreTexts)
        {
            var text = value as string ?? ((value as NumpyArray)?.ToTexts() is [var only] ? only : null);
            string[] texts = [.. Enumerable.Range(0, labels.Count).Select(labels.GetText)];
            return text is null
                ? throw source.Unexpected("outlier_label_", "a text")
                : Find(Array.IndexOf(texts, text), labels, () => new Labels([.. texts, text]));
        }

        var number = PickleNumbers.ToDouble(value) ?? throw source.Unexpected("outlier_label_", "a number");
        double[] numbers = [.. Enumerable.Range(0, labels.Count).Select(labels.GetNumber)];
        return Find(Array.IndexOf(numbers, number), labels, () => new Labels([.. numbers, number], labels.DataType));
    }

    private static OutlierLabel Find(int position, Labels labels, Func<Labels> extend) =>
        position >= 0 ? new(labels, position) : new(extend(), labels.Count);
}
