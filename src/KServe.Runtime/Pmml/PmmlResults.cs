using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml;

/// <summary>Makes tensors of the values of an output field.</summary>
internal static class PmmlResults
{
    /// <summary>Makes a tensor of one value per row.</summary>
    /// <remarks>
    /// A missing number is NaN and a missing text is empty. Whole numbers and truths have no missing value: a column
    /// with one
    /// becomes FP64, as it does in data frames.
    /// </remarks>
    public static InferTensor Create(string name, TensorDataType type, ReadOnlySpan<PmmlValue> values, TensorPool pool)
    {
        TensorShape shape = [values.Length];
        if (type == TensorDataType.BYTES)
        {
            var texts = new string[values.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = values[i].ToString();
            }

            return BytesTensor.Rent(pool, name, shape, texts);
        }

        var isComplete = true;
        foreach (var value in values)
        {
            isComplete &= !value.IsMissing;
        }

        return type switch
        {
            TensorDataType.INT64 when isComplete => CreateIntegers(name, shape, values, pool),
            TensorDataType.BOOL when isComplete => CreateTruths(name, shape, values, pool),
            _ => CreateNumbers(name, shape, values, pool),
        };
    }

    private static InferTensor CreateIntegers(
        string name,
        TensorShape shape,
        ReadOnlySpan<PmmlValue> values,
        TensorPool pool)
    {
        var tensor = InferTensor.Rent(pool, name, TensorDataType.INT64, shape);
        var numbers = tensor.AsSpan<long>();
        for (var i = 0; i < values.Length; i++)
        {
            numbers[i] = (long)values[i].ToNumber();
        }

        return tensor;
    }

    private static InferTensor CreateTruths(
        string name,
        TensorShape shape,
        ReadOnlySpan<PmmlValue> values,
        TensorPool pool)
    {
        var tensor = InferTensor.Rent(pool, name, TensorDataType.BOOL, shape);
        var truths = tensor.Data.Span;
        for (var i = 0; i < values.Length; i++)
        {
            truths[i] = values[i].ToNumber() != 0 ? (byte)1 : (byte)0;
        }

        return tensor;
    }

    private static InferTensor CreateNumbers(
        string name,
        TensorShape shape,
        ReadOnlySpan<PmmlValue> values,
        TensorPool pool)
    {
        var tensor = InferTensor.Rent(pool, name, TensorDataType.FP64, shape);
        var numbers = tensor.AsSpan<double>();
        for (var i = 0; i < values.Length; i++)
        {
            numbers[i] = values[i].ToNumber();
        }

        return tensor;
    }
}
