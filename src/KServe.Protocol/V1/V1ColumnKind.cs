namespace KServe.Protocol;

/// <summary>Says what the values of an input are declared to be.</summary>
/// <param name="DataType">The data type; none when the values decide.</param>
/// <param name="IsJson">Whether each value is handed over as its JSON text.</param>
internal readonly record struct V1ColumnKind(TensorDataType DataType, bool IsJson)
{
    /// <summary>Gets the kind of an input.</summary>
    /// <param name="input">The declaration; <see langword="null"/> for none.</param>
    public static V1ColumnKind Of(TensorMetadata? input) => new(
        input?.DataType ?? TensorDataType.None,
        input is { DataType: TensorDataType.BYTES }
            && string.Equals(input.ContentType, "application/json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes a column of this kind.</summary>
    public V1Column CreateColumn(string name) => DataType switch
    {
        TensorDataType.None => new V1DynamicColumn(name, this),
        TensorDataType.BYTES when IsJson => new V1JsonColumn(name, this),
        TensorDataType.BYTES => new V1BytesColumn(name, this),
        TensorDataType.BOOL => new V1FixedColumn<byte, BoolElement>(name, this),
        TensorDataType.UINT8 => new V1FixedColumn<byte, IntegerElement<byte>>(name, this),
        TensorDataType.UINT16 => new V1FixedColumn<ushort, IntegerElement<ushort>>(name, this),
        TensorDataType.UINT32 => new V1FixedColumn<uint, IntegerElement<uint>>(name, this),
        TensorDataType.UINT64 => new V1FixedColumn<ulong, IntegerElement<ulong>>(name, this),
        TensorDataType.INT8 => new V1FixedColumn<sbyte, IntegerElement<sbyte>>(name, this),
        TensorDataType.INT16 => new V1FixedColumn<short, IntegerElement<short>>(name, this),
        TensorDataType.INT32 => new V1FixedColumn<int, IntegerElement<int>>(name, this),
        TensorDataType.INT64 => new V1FixedColumn<long, IntegerElement<long>>(name, this),
        TensorDataType.FP16 => new V1FixedColumn<Half, HalfElement>(name, this),
        TensorDataType.FP32 => new V1FixedColumn<float, SingleElement>(name, this),
        TensorDataType.FP64 => new V1FixedColumn<double, DoubleElement>(name, this),
        _ => new V1FixedColumn<ushort, BrainFloatElement>(name, this),
    };
}
