using System.Numerics.Tensors;

namespace KServe.Transformers.Classes;

/// <summary>Turns what a model answered into scores of single precision.</summary>
internal static class ScoreReader
{
    public static void Read(InferTensor tensor, ScoreActivation activation, int classes, Span<float> scores)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP32:
                tensor.AsSpan<float>().CopyTo(scores);
                break;
            case TensorDataType.FP64:
                TensorPrimitives.ConvertTruncating<double, float>(tensor.AsSpan<double>(), scores);
                break;
            case TensorDataType.FP16:
                TensorPrimitives.ConvertToSingle(tensor.AsSpan<Half>(), scores);
                break;
            default:
                throw new InvalidOperationException(
                    $"The output '{tensor.Name}' has datatype {tensor.DataType.GetName()}, not FP16, FP32 or FP64.");
        }

        if (activation == ScoreActivation.Sigmoid)
        {
            TensorPrimitives.Sigmoid<float>(scores, scores);
        }
        else if (activation == ScoreActivation.Softmax)
        {
            for (var start = 0; start < scores.Length; start += classes)
            {
                SoftMax(scores.Slice(start, classes));
            }
        }
    }

    // Without the largest taken off first, exponentials of logits beyond 88 would be infinite.
    private static void SoftMax(Span<float> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
        TensorPrimitives.SoftMax<float>(row, row);
    }
}
