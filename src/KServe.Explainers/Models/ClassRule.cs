using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Says which class the scores of a row stand for.</summary>
/// <param name="Threshold">Above it a single score stands for class 1, else for class 0.</param>
/// <param name="AreLabels">Whether a single score is the label of the class itself.</param>
internal readonly record struct ClassRule(double Threshold, bool AreLabels = false)
{
    /// <summary>Gets the class: the label, the side of the threshold, or the position of the highest score.</summary>
    public long GetClass(ReadOnlySpan<double> scores) => scores.Length switch
    {
        1 when AreLabels => (long)Math.Round(scores[0]),
        1 => scores[0] > Threshold ? 1 : 0,
        _ => TensorPrimitives.IndexOfMax(scores),
    };
}
