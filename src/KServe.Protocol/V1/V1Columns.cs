using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Holds the tensors that a V1 body is read into, by name.</summary>
/// <remarks>
/// Reading never waits, so that each thread needs one: it is kept for the thread's next request with a few of its
/// columns, emptied, because most requests of a thread have the same inputs.
/// </remarks>
internal sealed class V1Columns : IDisposable
{
    private const string DefaultName = "input-0";
    private const int MaxKept = 16;
    private const int MaxKeptName = 128;

    [ThreadStatic]
    private static V1Columns? kept;

    private readonly List<V1Column> _columns = [];
    private readonly List<V1Column> _spare = [];
    private readonly Dictionary<string, V1Column> _byName = new(StringComparer.Ordinal);
    private ModelSignature _signature = ModelSignature.Empty;
    private TensorPool _pool = null!;
    private ProtocolLimits _limits = ProtocolLimits.Default;
    private V1Column? _single;
    private int _next;

    private V1Columns()
    {
    }

    /// <summary>Gets columns for one request.</summary>
    public static V1Columns Rent(ModelSignature signature, TensorPool pool, ProtocolLimits limits)
    {
        var columns = kept ?? new V1Columns();
        kept = null;
        (columns._signature, columns._pool, columns._limits) = (signature, pool, limits);
        return columns;
    }

    /// <summary>Gets the one column that instances without names go to.</summary>
    public V1Column GetSingle(JsonField field)
    {
        if (_single is not null)
        {
            return _single;
        }

        if (_signature.Inputs.Count > 1)
        {
            throw JsonErrors.At(field, $"an object with the inputs {DescribeInputs()} was expected");
        }

        _single = Get(_signature.Inputs.Count == 1 ? _signature.Inputs[0].Name : DefaultName, field);
        return _single;
    }

    /// <summary>Reads all instances without tokens when they are numbers; nothing happens otherwise.</summary>
    /// <param name="json">At the list of instances; it is their end afterwards.</param>
    /// <param name="field">For errors.</param>
    /// <param name="rows">The number of instances.</param>
    public bool TryReadRows(ref JsonCursor json, JsonField field, out int rows)
    {
        rows = 0;
        if (_signature.Inputs.Count > 1
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
        if (_signature.Inputs.Count > 1)
        {
            return false;
        }

        if (_signature.Inputs.Count == 1)
        {
            if (V1ColumnKind.Of(_signature.Inputs[0]).IsJson)
            {
                return true;
            }

            if (_signature.Inputs[0].DataType != TensorDataType.BYTES
                || string.Equals(_signature.Inputs[0].Name, "b64", StringComparison.Ordinal))
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
                throw JsonErrors.At(field.At(column.Rows), $"input '{JsonErrors.Quote(column.Name)}' is missing");
            }
        }
    }

    /// <summary>Makes tensors of all columns.</summary>
    /// <param name="request">Takes the tensors.</param>
    /// <param name="rows">The first dimension; -1 when the columns are whole tensors.</param>
    public void MoveTo(InferRequest request, int rows)
    {
        if (rows == 0)
        {
            AddEmpty(request);
            return;
        }

        foreach (var column in _columns)
        {
            request.Inputs.Add(column.ToTensor(rows));
        }
    }

    public void Dispose()
    {
        foreach (var column in _columns)
        {
            column.End();
            if (column.Name.Length <= MaxKeptName)
            {
                _spare.Add(column);
            }
        }

        if (_columns.Count > MaxKept)
        {
            // a list and a table keep their size when they are cleared: the next request gets new ones
            return;
        }

        if (_spare.Count > MaxKept)
        {
            _spare.RemoveRange(0, _spare.Count - MaxKept);
        }

        _columns.Clear();
        _byName.Clear();
        (_signature, _pool, _limits) = (ModelSignature.Empty, null!, ProtocolLimits.Default);
        (_single, _next) = (null, 0);
        kept = this;
    }

    private V1Column Get(ReadOnlySpan<char> text, JsonField field)
    {
        if (_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var column))
        {
            return column;
        }

        var spare = FindSpare(text);
        var name = spare < 0 ? text.ToString() : _spare[spare].Name;
        var input = _signature.FindInput(name);
        if (input is null && _signature.Inputs.Count != 0)
        {
            throw JsonErrors.At(
                field, $"the input '{JsonErrors.Quote(name)}' is not known, {DescribeInputs()} was expected");
        }

        if (_columns.Count == _limits.MaxInputs)
        {
            throw JsonErrors.At(field, $"more than {_limits.MaxInputs} inputs");
        }

        column = Take(spare, name, V1ColumnKind.Of(input));
        column.Begin(_pool);
        _columns.Add(column);
        _byName.Add(name, column);
        return column;
    }

    private int FindSpare(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < _spare.Count; i++)
        {
            if (name.SequenceEqual(_spare[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    // Models may have inputs of one name and other kinds: the latest kind stays.
    private V1Column Take(int spare, string name, V1ColumnKind kind)
    {
        if (spare < 0)
        {
            return kind.CreateColumn(name);
        }

        var column = _spare[spare];
        _spare.RemoveAt(spare);
        return column.Kind == kind ? column : kind.CreateColumn(name);
    }

    private void AddEmpty(InferRequest request)
    {
        if (_signature.Inputs.Count == 0)
        {
            request.Inputs.Add(InferTensor.Rent(_pool, DefaultName, TensorDataType.FP64, [0]));
            return;
        }

        foreach (var input in _signature.Inputs)
        {
            var dimensions = new long[Math.Max(1, input.Shape.Rank)];
            for (var i = 1; i < dimensions.Length; i++)
            {
                dimensions[i] = Math.Max(0, input.Shape[i]);
            }

            request.Inputs.Add(InferTensor.FromMemory(
                input.Name, input.DataType, TensorShape.Create(dimensions), Memory<byte>.Empty));
        }
    }

    private string DescribeInputs()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _signature.Inputs.Count && i < 8; i++)
        {
            text.Append(i == 0 ? "'" : ", '").Append(_signature.Inputs[i].Name).Append('\'');
        }

        return text.Append(_signature.Inputs.Count > 8 ? ", ..." : "").ToString();
    }
}
