using System.Text;

namespace KServe.Protocol.Grpc;

/// <summary>Decodes one input or output tensor.</summary>
internal static class TensorDecoder
{
    private const int MaxQuotedLength = 64;

    /// <summary>Decodes a tensor whose data is a block of raw bytes.</summary>
    public static InferTensor DecodeRaw(
        scoped ref DecodeContext context,
        ReadOnlySpan<byte> message,
        Memory<byte> raw,
        string model)
    {
        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var fields = TensorFields.Scan(message, dimensions);
        var name = context.GetName(fields.Name, $"the name of an {context.TensorKind}");
        if (fields.ContentsMask != 0)
        {
            throw InferenceException.InvalidArgument(
                $"contents field must not be specified when using {context.RawField} for {context.TensorKind} "
                + $"'{name}' for model '{model}'");
        }

        var dataType = GetDataType(ref context, name, fields.DataType);
        RequireValidShape(ref context, name, fields.Rank, dimensions);
        if (dataType == TensorDataType.BOOL && raw.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}' of BOOL has a byte that is neither 0 nor 1");
        }

        var shape = TensorShape.Create(dimensions[..fields.Rank]);
        var tensor = InferTensor.FromMemory(name, dataType, shape, raw);
        return AddParameters(ref context, message, fields.HasParameters, tensor);
    }

    /// <summary>Decodes a tensor whose data is a list inside its own message.</summary>
    public static InferTensor DecodeTyped(scoped ref DecodeContext context, ReadOnlySpan<byte> message, int offset)
    {
        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var fields = TensorFields.Scan(message, dimensions);
        var name = context.GetName(fields.Name, $"the name of an {context.TensorKind}");
        var dataType = GetDataType(ref context, name, fields.DataType);
        var count = RequireValidShape(ref context, name, fields.Rank, dimensions);
        var field = TypedContentsField.Of(dataType);
        RequireField(ref context, name, dataType, field, fields.ContentsMask);
        context.HasTypedContents |= fields.ContentsMask != 0;

        var shape = TensorShape.Create(dimensions[..fields.Rank]);
        var typed = new TypedContents(name, dataType, shape, count, field);
        var tensor = typed.Decode(ref context, message, offset);
        return AddParameters(ref context, message, fields.HasParameters, tensor);
    }

    private static TensorDataType GetDataType(ref DecodeContext context, string name, scoped ReadOnlySpan<byte> text)
    {
        if (!TensorDataTypes.TryParse(text, out var dataType))
        {
            var quoted = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxQuotedLength)]);
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}' has the unknown datatype '{quoted}'");
        }

        return dataType;
    }

    private static long RequireValidShape(
        ref DecodeContext context,
        string name,
        int rank,
        scoped Span<long> dimensions)
    {
        if (rank > dimensions.Length)
        {
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}': shape has {rank} dimensions, "
                + $"at most {TensorShape.MaxRank} are allowed");
        }

        foreach (var dimension in dimensions[..rank])
        {
            if (dimension < 0)
            {
                throw InferenceException.InvalidArgument(
                    $"{context.TensorKind} '{name}': shape has the negative dimension {dimension}");
            }
        }

        if (!TensorShape.TryGetElementCount(dimensions[..rank], out var count))
        {
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}': shape has more elements than a tensor can hold");
        }

        return count;
    }

    private static void RequireField(
        ref DecodeContext context,
        string name,
        TensorDataType dataType,
        int field,
        int contentsMask)
    {
        if (field == 0)
        {
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}' of {dataType.GetName()} has only a raw form, use {context.RawField}");
        }

        var wrong = contentsMask & ~(1 << field);
        if (wrong != 0)
        {
            throw InferenceException.InvalidArgument(
                $"{context.TensorKind} '{name}' of {dataType.GetName()} must use {TypedContentsField.GetName(field)}, "
                + $"not {TypedContentsField.GetName(int.Log2(wrong))}");
        }
    }

    private static InferTensor AddParameters(
        scoped ref DecodeContext context,
        ReadOnlySpan<byte> message,
        bool hasParameters,
        InferTensor tensor)
    {
        if (!hasParameters)
        {
            return tensor;
        }

        try
        {
            ParameterDecoder.DecodeAll(ref context, message, TensorFields.ParametersField, tensor.Parameters);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
