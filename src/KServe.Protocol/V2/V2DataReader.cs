using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads the data of one tensor, flat or nested as its shape.</summary>
internal static class V2DataReader
{
    public static InferTensor Read(
        ref JsonCursor json,
        string name,
        TensorDataType dataType,
        TensorShape shape,
        TensorPool pool,
        JsonField field)
    {
        if (dataType.IsBinaryOnly())
        {
            throw InferenceException.InvalidArgument(
                $"Receiving {dataType.GetName()} data via JSON is not supported. "
                + $"Please use the binary data format for {json.TensorKind} {JsonErrors.Quote(name)}");
        }

        // The shortest element takes a digit and a comma: what the body cannot hold is not rented.
        var count = shape.GetElementCount();
        if (count > (json.Remaining + 1L) / 2)
        {
            throw JsonErrors.At(field, $"shape {shape} needs {count} elements, more than the body holds");
        }

        return dataType switch
        {
            TensorDataType.BOOL => ReadFixed<byte, BoolElement>(ref json, name, dataType, shape, pool, field),
            TensorDataType.UINT8 => ReadInteger<byte>(ref json, name, dataType, shape, pool, field),
            TensorDataType.UINT16 => ReadInteger<ushort>(ref json, name, dataType, shape, pool, field),
            TensorDataType.UINT32 => ReadInteger<uint>(ref json, name, dataType, shape, pool, field),
            TensorDataType.UINT64 => ReadInteger<ulong>(ref json, name, dataType, shape, pool, field),
            TensorDataType.INT8 => ReadInteger<sbyte>(ref json, name, dataType, shape, pool, field),
            TensorDataType.INT16 => ReadInteger<short>(ref json, name, dataType, shape, pool, field),
            TensorDataType.INT32 => ReadInteger<int>(ref json, name, dataType, shape, pool, field),
            TensorDataType.INT64 => ReadInteger<long>(ref json, name, dataType, shape, pool, field),
            TensorDataType.FP32 => ReadFixed<float, SingleElement>(ref json, name, dataType, shape, pool, field),
            TensorDataType.FP64 => ReadFixed<double, DoubleElement>(ref json, name, dataType, shape, pool, field),
            _ => ReadBytes(ref json, name, shape, pool, field),
        };
    }

    private static InferTensor ReadInteger<T>(
        ref JsonCursor json,
        string name,
        TensorDataType dataType,
        TensorShape shape,
        TensorPool pool,
        JsonField field)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> =>
        ReadFixed<T, IntegerElement<T>>(ref json, name, dataType, shape, pool, field);

    private static InferTensor ReadFixed<T, TElement>(
        ref JsonCursor json,
        string name,
        TensorDataType dataType,
        TensorShape shape,
        TensorPool pool,
        JsonField field)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        var tensor = InferTensor.Rent(pool, name, dataType, shape);
        try
        {
            if (!TryScan<T, TElement>(ref json, tensor.AsSpan<T>(), shape))
            {
                var sink = new FixedSink<T, TElement>(tensor.AsSpan<T>(), field);
                ReadAll(ref json, ref sink, shape, field);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Reads the data without tokens when they are what the shape says; nothing happens otherwise.</summary>
    private static bool TryScan<T, TElement>(ref JsonCursor json, Span<T> destination, TensorShape shape)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        if (json.Token != JsonTokenType.StartArray)
        {
            return false;
        }

        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var scanner = json.ScanArray<T, TElement>(destination);
        var rank = scanner.Scan(dimensions);
        if (rank == 0
            || (rank == 1 ? scanner.Count != destination.Length : !dimensions[..rank].SequenceEqual(shape.Dimensions)))
        {
            return false;
        }

        json.PassOver(scanner.Position);
        return true;
    }

    private static InferTensor ReadBytes(
        ref JsonCursor json, string name, TensorShape shape, TensorPool pool, JsonField field)
    {
        using var buffer = new TensorBuffer(pool);
        var sink = new BytesSink(buffer, shape.GetElementCount(), field);
        ReadAll(ref json, ref sink, shape, field);
        return buffer.ToTensor(name, TensorDataType.BYTES, shape);
    }

    private static void ReadAll<TSink>(ref JsonCursor json, ref TSink sink, TensorShape shape, JsonField field)
        where TSink : IElementSink, allows ref struct
    {
        if (json.Token != JsonTokenType.StartArray)
        {
            if (shape.Rank != 0 || json.Token is JsonTokenType.StartObject)
            {
                throw JsonErrors.Expected(field, "a list", json.Token);
            }

            sink.Add(ref json);
        }
        else if (json.Read() == JsonTokenType.StartArray)
        {
            ReadNested(ref json, ref sink, shape.Dimensions, level: 0, field);
        }
        else
        {
            while (json.Token != JsonTokenType.EndArray)
            {
                sink.Add(ref json);
                json.Read();
            }
        }

        var count = shape.GetElementCount();
        if (sink.Count != count)
        {
            throw JsonErrors.At(field, $"shape {shape} needs {count} elements, got {sink.Count}");
        }
    }

    /// <summary>Reads the children of one list; the cursor is at the first of them.</summary>
    private static void ReadNested<TSink>(
        ref JsonCursor json, ref TSink sink, ReadOnlySpan<long> dimensions, int level, JsonField field)
        where TSink : IElementSink, allows ref struct
    {
        if (level >= dimensions.Length)
        {
            throw JsonErrors.At(field, $"nested deeper than the {dimensions.Length} dimensions of the shape");
        }

        var children = 0L;
        var innermost = level == dimensions.Length - 1;
        while (json.Token != JsonTokenType.EndArray)
        {
            if (innermost)
            {
                sink.Add(ref json);
            }
            else
            {
                json.Require(JsonTokenType.StartArray, field, $"a list at level {level + 1} of the nested data");
                json.Read();
                ReadNested(ref json, ref sink, dimensions, level + 1, field);
            }

            children++;
            json.Read();
        }

        if (children != dimensions[level])
        {
            throw JsonErrors.At(
                field, $"dimension {level} of the shape is {dimensions[level]}, a nested list holds {children}");
        }
    }
}
