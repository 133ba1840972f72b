using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Holds the tensors that a V1 body is read into, by name.</summary>
internal sealed class V1Columns(ModelSignature signature, TensorPool pool, ProtocolLimits limits) : IDisposable
{
    private readonly List<V1Column> _columns = [];
    private Dictionary<string, V1Column>? _byName;
    private V1Column? _single;
    private int _next;

    /// <summary>Gets what tensors are called in errors, input or output; the first without a name is its 0.</summary>
    public string Kind { get; init; } = "input";

    private string DefaultName => $"{Kind}-0";

    /// <summary>Gets the one column that instances without names go to.</summary>
    public V1Column GetSingle(JsonField field)
    {
        if (_single is not null)
        {
            return _single;
        }

        if (signature.Inputs.Count > 1)
        {
            throw JsonErrors.At(field, $"an object with the {Kind}s {DescribeInputs()} was expected");
        }

        _single = Get(signature.Inputs.Count == 1 ? signature.Inputs[0].Name : DefaultName, field);
        return _single;
    }

    /// <summary>Reads all instances without tokens when they are numbers; nothing happens otherwise.</summary>
    /// <param name="json">At the list of instances; it is their end afterwards.</param>
    /// <param name="field">For errors.</param>
    /// <param name="rows">The number of instances.</param>
    public bool TryReadRows(ref JsonCursor json, JsonField field, out int rows)
    {
        rows = 0;
        if (signature.Inputs.Count > 1
            || json.PeekIntoArray() is not ((byte)'[' or (byte)'-' or (>= (byte)'0' and <= (byte)'9')))
        {
            return false;
        }

        var column = GetSingle(field.At(0));
        var isRead = column.TryReadRows(ref json);
        rows = column.Rows;
        return isRead;
    }

    /// <summary>Tells whether an instance that is an object is one value, not an object of inputs.</summary>
    /// <param name="json">A copy, at the start of the object.</param>
    public bool TakesObject(JsonCursor json)
    {
        if (signature.Inputs.Count > 1)
        {
            return false;
        }

        if (signature.Inputs.Count == 1)
        {
            if (IsJson(signature.Inputs[0]))
            {
                return true;
            }

            if (signature.Inputs[0].DataType != TensorDataType.BYTES
                || string.Equals(signature.Inputs[0].Name, "b64", StringComparison.Ordinal))
            {
                return false;
            }
        }

        json.Read();
        return json.Token == JsonTokenType.PropertyName
            && json.Value.SequenceEqual("b64"u8)
            && json.Read() == JsonTokenType.String;
    }

    /// <summary>Gets the column of a key; instances repeat their order, which makes the first guess right.</summary>
    public V1Column Get(ReadOnlySpan<byte> key, JsonField field)
    {
        for (var i = 0; i < Math.Min(2, _columns.Count); i++)
        {
            var index = (_next + i) % _columns.Count;
            if (key.SequenceEqual(_columns[index].Utf8Name))
            {
                _next = index + 1;
                return _columns[index];
            }
        }

        const int Short = 128;
        if (key.Length <= Short)
        {
            Span<char> name = stackalloc char[Short];
            return Get(name[..Encoding.UTF8.GetChars(key, name)], field);
        }

        var rented = ArrayPool<char>.Shared.Rent(key.Length);
        try
        {
            return Get(rented.AsSpan(0, Encoding.UTF8.GetChars(key, rented)), field);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Makes sure that every column has a value from every instance.</summary>
    public void RequireRows(int rows, JsonField field)
    {
        foreach (var column in _columns)
        {
            if (column.Rows != rows)
            {
                throw JsonErrors.At(field.At(column.Rows), $"{Kind} '{JsonErrors.Quote(column.Name)}' is missing");
            }
        }
    }

    /// <summary>Makes tensors of all columns.</summary>
    /// <param name="target">Takes the tensors.</param>
    /// <param name="rows">The first dimension; -1 when the columns are whole tensors.</param>
    public void MoveTo(IList<InferTensor> target, int rows)
    {
        if (rows == 0)
        {
            AddEmpty(target);
            return;
        }

        foreach (var column in _columns)
        {
            target.Add(column.ToTensor(rows));
        }
    }

    public void Dispose()
    {
        foreach (var column in _columns)
        {
            column.Dispose();
        }
    }

    private static bool IsJson(TensorMetadata input) =>
        input.DataType == TensorDataType.BYTES
        && string.Equals(input.ContentType, "application/json", StringComparison.OrdinalIgnoreCase);

    private V1Column Get(ReadOnlySpan<char> text, JsonField field)
    {
        _byName ??= new Dictionary<string, V1Column>(StringComparer.Ordinal);
        if (_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var column))
        {
            return column;
        }

        var name = text.ToString();
        var input = signature.FindInput(name);
        if (input is null && signature.Inputs.Count != 0)
        {
            throw JsonErrors.At(
                field, $"the {Kind} '{JsonErrors.Quote(name)}' is not known, {DescribeInputs()} was expected");
        }

        if (_columns.Count == limits.MaxInputs)
        {
            throw JsonErrors.At(field, $"more than {limits.MaxInputs} {Kind}s");
        }

        column = Create(name, input);
        column.Kind = Kind;
        _columns.Add(column);
        _byName.Add(name, column);
        return column;
    }

    private V1Column Create(string name, TensorMetadata? input) => input?.DataType switch
    {
        null or TensorDataType.None => new V1DynamicColumn(name, pool),
        TensorDataType.BYTES when IsJson(input) => new V1JsonColumn(name, pool),
        TensorDataType.BYTES => new V1BytesColumn(name, pool),
        TensorDataType.BOOL => new V1FixedColumn<byte, BoolElement>(name, TensorDataType.BOOL, pool),
        TensorDataType.UINT8 => CreateInteger<byte>(name, input),
        TensorDataType.UINT16 => CreateInteger<ushort>(name, input),
        TensorDataType.UINT32 => CreateInteger<uint>(name, input),
        TensorDataType.UINT64 => CreateInteger<ulong>(name, input),
        TensorDataType.INT8 => CreateInteger<sbyte>(name, input),
        TensorDataType.INT16 => CreateInteger<short>(name, input),
        TensorDataType.INT32 => CreateInteger<int>(name, input),
        TensorDataType.INT64 => CreateInteger<long>(name, input),
        TensorDataType.FP16 => new V1FixedColumn<Half, HalfElement>(name, TensorDataType.FP16, pool),
        TensorDataType.FP32 => new V1FixedColumn<float, SingleElement>(name, TensorDataType.FP32, pool),
        TensorDataType.FP64 => new V1FixedColumn<double, DoubleElement>(name, TensorDataType.FP64, pool),
        _ => new V1FixedColumn<ushort, BrainFloatElement>(name, TensorDataType.BF16, pool),
    };

    private V1FixedColumn<T, IntegerElement<T>> CreateInteger<T>(string name, TensorMetadata input)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> =>
        new(name, input.DataType, pool);

    private void AddEmpty(IList<InferTensor> target)
    {
        if (signature.Inputs.Count == 0)
        {
            target.Add(InferTensor.Rent(pool, DefaultName, TensorDataType.FP64, [0]));
            return;
        }

        foreach (var input in signature.Inputs)
        {
            var dimensions = new long[Math.Max(1, input.Shape.Rank)];
            for (var i = 1; i < dimensions.Length; i++)
            {
                dimensions[i] = Math.Max(0, input.Shape[i]);
            }

            target.Add(InferTensor.FromMemory(
                input.Name, input.DataType, TensorShape.Create(dimensions), Memory<byte>.Empty));
        }
    }

    private string DescribeInputs()
    {
        var text = new StringBuilder();
        for (var i = 0; i < signature.Inputs.Count && i < 8; i++)
        {
            text.Append(i == 0 ? "'" : ", '").Append(signature.Inputs[i].Name).Append('\'');
        }

        return text.Append(signature.Inputs.Count > 8 ? ", ..." : "").ToString();
    }
}
