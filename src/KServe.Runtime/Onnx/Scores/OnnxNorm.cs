namespace KServe.Runtime.Onnx.Scores;

/// <summary>Names the norms that operator Normalizer divides rows by.</summary>
internal enum OnnxNorm
{
    Max,
    L1,
    L2,
}
