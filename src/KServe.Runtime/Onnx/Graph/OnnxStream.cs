using KServe.Runtime.Onnx.Scores;

namespace KServe.Runtime.Onnx.Graph;

/// <summary>Describes what flows out of an ensemble under one name.</summary>
/// <param name="IsLabel">Whether it is the label rather than the scores.</param>
/// <param name="Type">The data type.</param>
/// <param name="Norms">The norms by which rows of scores are divided, one after the other.</param>
internal sealed record OnnxStream(bool IsLabel, TensorDataType Type, IReadOnlyList<OnnxNorm> Norms);
