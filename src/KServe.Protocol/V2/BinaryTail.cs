namespace KServe.Protocol;

/// <summary>Hands out the bytes after the JSON, in the order of the tensors.</summary>
internal struct BinaryTail(Memory<byte> bytes, bool announced)
{
    private Memory<byte> _rest = bytes;

    /// <summary>Takes the bytes of a tensor, whose size was checked against its shape.</summary>
    public InferTensor TakeTensor(
        string name, TensorDataType dataType, TensorShape shape, long size, JsonField field)
    {
        var data = Take(size, field);
        if (dataType == TensorDataType.BOOL && data.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var at)
        {
            throw JsonErrors.At(field, $"binary BOOL element {at}: 0 or 1 was expected, got {data.Span[at]}");
        }

        return InferTensor.FromMemory(name, dataType, shape, data);
    }

    public readonly void RequireEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw JsonErrors.At(
                JsonField.Root, $"{_rest.Length} bytes after the JSON belong to no tensor's 'binary_data_size'");
        }
    }

    private Memory<byte> Take(long size, JsonField field)
    {
        if (!announced)
        {
            throw JsonErrors.At(
                field,
                $"'binary_data_size' is {size}, but the 'inference-header-content-length' header is missing");
        }

        if (size > _rest.Length)
        {
            throw JsonErrors.At(
                field, $"'binary_data_size' is {size}, but only {_rest.Length} bytes are left after the JSON");
        }

        var taken = _rest[..(int)size];
        _rest = _rest[(int)size..];
        return taken;
    }
}
