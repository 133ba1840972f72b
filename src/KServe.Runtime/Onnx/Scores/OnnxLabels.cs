using KServe.Runtime.Files;
using KServe.Runtime.Onnx.Graph;

namespace KServe.Runtime.Onnx.Scores;

/// <summary>Holds the labels of a classifier: integers, or texts that go by their number.</summary>
internal sealed class OnnxLabels
{
    private OnnxLabels(IReadOnlyList<long> numbers, IReadOnlyList<string> texts)
    {
        Texts = texts;
        var labels = new long[Math.Max(numbers.Count, texts.Count)];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = texts.Count > 0 ? i : numbers[i];
        }

        Numbers = labels;
    }

    public int Count => Numbers.Count;

    /// <summary>Gets the integers, or the number of each text.</summary>
    public IReadOnlyList<long> Numbers { get; }

    /// <summary>Gets the texts; none when labels are integers.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Reads the labels of an operator; one that is no classifier has none.</summary>
    public static OnnxLabels Read(OnnxNode node)
    {
        var labels = new OnnxLabels(node.Integers("classlabels_int64s"), node.Texts("classlabels_strings"));
        if (node.Operator == "TreeEnsembleClassifier" && (labels.Count == 0 || labels is { Count: 1, Texts.Count: 1 }))
        {
            throw new InvalidDataException($"{Show.Text(node.Operator)} has {labels.Count} labels");
        }

        return labels;
    }
}
