namespace KServe.Runtime.Onnx.Scores;

/// <summary>Names how the leaves of all trees become one score.</summary>
internal enum OnnxAggregate
{
    Average,
    Sum,
    Min,
    Max,
}
