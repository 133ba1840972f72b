using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Baseline;

/// <summary>What a baseline classifier says of one target, whatever the row.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Position">The label that is answered.</param>
/// <param name="Probabilities">One per label.</param>
internal sealed record DummyTarget(Labels Labels, int Position, double[] Probabilities)
{
    /// <summary>Reads all targets.</summary>
    /// <exception cref="InvalidDataException">The strategy draws at random, or a part does not fit.</exception>
    public static DummyTarget[] Read(SklearnObject source)
    {
        var count = source.Integer("n_outputs_", 1);
        var isSingle = count == 1;
        var labels = isSingle ? [source.Value("classes_")] : source.List("classes_");
        var priors = isSingle ? [source.Value("class_prior_")] : source.List("class_prior_");
        var strategy = source.Text(source.Has("_strategy") ? "_strategy" : "strategy");
        var constants = strategy == "constant" ? ReadConstants(source, isSingle) : [];
        if (labels.Count != count || priors.Count != count || (strategy == "constant" && constants.Count != count))
        {
            throw source.Unexpected("classes_", $"labels, priors and constants of {count} targets");
        }

        return
        [
            .. Enumerable.Range(0, labels.Count).Select(i =>
                Read(source, strategy, labels[i], priors[i], strategy == "constant" ? constants[i] : null)),
        ];
    }

    private static DummyTarget Read(
        SklearnObject source, string strategy, object? labelList, object? priorList, object? constant)
    {
        var labels = LabelReader.Read(labelList) ?? throw source.Unexpected("classes_", "labels");
        if (priorList is not NumpyArray { IsNumeric: true, Shape.Length: 1 } array || array.Count != labels.Count
            || labels.Count == 0)
        {
            throw source.Unexpected("class_prior_", $"{labels.Count} numbers");
        }

        var priors = array.ToDoubles();
        var position = strategy switch
        {
            "prior" or "most_frequent" => RowMath.ArgMax(priors),
            "constant" => Find(labels, constant) is >= 0 and var found
                ? found
                : throw source.Unexpected("constant", "one of the labels"),
            _ => throw source.Invalid($"the strategy '{strategy}' draws at random, it is not supported"),
        };
        if (strategy != "prior")
        {
            Array.Clear(priors);
            priors[position] = 1;
        }

        return new DummyTarget(labels, position, priors);
    }

    private static IReadOnlyList<object?> ReadConstants(SklearnObject source, bool isSingle)
    {
        var value = source.Value("constant");
        return value switch
        {
            NumpyArray { IsNumeric: true, Shape.Length: 1 } array =>
                [.. array.ToDoubles().Select(static number => (object?)number)],
            _ => PickleNumbers.ToList(value) ?? (isSingle ? [value] : throw source.Unexpected("constant", "a list")),
        };
    }

    private static int Find(Labels labels, object? constant)
    {
        var text = constant as string
            ?? (constant is NumpyArray { IsNumeric: false, Count: 1 } array ? array.ToTexts()[0] : null);
        var number = PickleNumbers.ToDouble(constant);
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels.AreTexts ? labels.GetText(i) == text : labels.GetNumber(i) == number)
            {
                return i;
            }
        }

        return -1;
    }
}
