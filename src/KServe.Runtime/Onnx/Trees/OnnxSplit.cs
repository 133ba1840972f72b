namespace KServe.Runtime.Onnx.Trees;

/// <summary>Holds one split of an ensemble.</summary>
/// <param name="Mode">The test.</param>
/// <param name="Feature">The feature that is tested.</param>
/// <param name="Value">What it is compared with; the number of the set for <see cref="OnnxNodeMode.Member"/>.</param>
/// <param name="True">Where to go when the test holds: a split, or the complement of a leaf.</param>
/// <param name="False">Where to go when it does not.</param>
/// <param name="MissingIsTrue">Whether the test holds for NaN.</param>
internal readonly record struct OnnxSplit(
    OnnxNodeMode Mode, int Feature, double Value, int True, int False, bool MissingIsTrue);
