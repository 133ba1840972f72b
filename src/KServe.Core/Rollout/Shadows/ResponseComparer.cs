using System.Runtime.InteropServices;

namespace KServe;

/// <summary>Tells whether two responses say the same.</summary>
internal static class ResponseComparer
{
    /// <summary>Compares outputs by name: shapes and types must be alike, numbers nearly so, all else equal.</summary>
    public static bool Agree(InferResponse left, InferResponse right, double tolerance)
    {
        if (left.Outputs.Count != right.Outputs.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Outputs.Count; i++)
        {
            var tensor = left.Outputs[i];
            if (right.FindOutput(tensor.Name) is not { } other || !Agree(tensor, other, tolerance))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Agree(InferTensor left, InferTensor right, double tolerance)
    {
        if (left.DataType != right.DataType || !left.Shape.Dimensions.SequenceEqual(right.Shape.Dimensions))
        {
            return false;
        }

        var a = left.Data.Span;
        var b = right.Data.Span;
        if (a.SequenceEqual(b))
        {
            return true;
        }

        return left.DataType switch
        {
            TensorDataType.FP32 => AreNear<float>(a, b, tolerance),
            TensorDataType.FP64 => AreNear<double>(a, b, tolerance),
            TensorDataType.FP16 => AreNear<Half>(a, b, tolerance),
            _ => false,
        };
    }

    private static bool AreNear<T>(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, double tolerance)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var a = MemoryMarshal.Cast<byte, T>(left);
        var b = MemoryMarshal.Cast<byte, T>(right);
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (double.CreateTruncating(a[i]), double.CreateTruncating(b[i]));
            var areEqual = x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Max(Math.Abs(x), Math.Abs(y));
            if (!areEqual)
            {
                return false;
            }
        }

        return true;
    }
}
