using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads the values of one input and learns their shape from the first.</summary>
/// <remarks>Used from <see cref="Begin"/> to <see cref="End"/>, and then again.</remarks>
internal abstract class V1Column(string name, V1ColumnKind kind)
{
    private const int MaxGuess = 1 << 20;
    private readonly long[] _dimensions = new long[TensorShape.MaxRank];
    private int _listDepth;
    private int _knownLevels;
    private int _rank = -1;

    public string Name { get; } = name;

    /// <summary>Gets what its values are declared to be.</summary>
    public V1ColumnKind Kind { get; } = kind;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Gets the number of instances that have given a value.</summary>
    public int Rows { get; private set; }

    protected abstract TensorDataType DataType { get; }

    protected TensorBuffer Buffer { get; } = new();

    /// <summary>Makes the column ready for a request.</summary>
    public virtual void Begin(TensorPool pool)
    {
        Buffer.Begin(pool);
        (Rows, _listDepth, _knownLevels, _rank) = (0, 0, 0, -1);

        // a level that no value reaches counts nothing
        Array.Clear(_dimensions);
    }

    /// <summary>Gives back what the column still holds of a request.</summary>
    public void End() => Buffer.Dispose();

    /// <summary>Reads the value of one instance, the next in order.</summary>
    public void AppendRow(ref JsonCursor json, int row, JsonField field)
    {
        if (Rows != row)
        {
            throw Rows > row
                ? JsonErrors.At(field, $"the key '{JsonErrors.Quote(Name)}' appears twice")
                : JsonErrors.At(field.At(Rows), $"input '{JsonErrors.Quote(Name)}' is missing");
        }

        Append(ref json, field);
        Rows++;
    }

    /// <summary>Reads all instances without tokens when they are numbers; nothing happens otherwise.</summary>
    /// <param name="json">At the list of instances; it is their end afterwards.</param>
    public bool TryReadRows(ref JsonCursor json)
    {
        Debug.Assert(Rows == 0 && _rank < 0, "nothing has been read before");
        return TryScan(ref json, hasRows: true);
    }

    /// <summary>Reads a value that is the whole tensor.</summary>
    public void ReadWhole(ref JsonCursor json, JsonField field)
    {
        if (Rows++ != 0)
        {
            throw JsonErrors.At(field, "the key appears twice");
        }

        AppendWhole(ref json, field);
    }

    /// <summary>Makes the tensor.</summary>
    /// <param name="rows">The dimension before those of one value; -1 for none.</param>
    public InferTensor ToTensor(int rows)
    {
        Complete();
        Span<long> shape = stackalloc long[TensorShape.MaxRank + 1];
        shape[0] = rows;
        _dimensions.CopyTo(shape[1..]);
        var rank = _rank < 0 ? _listDepth : _rank;
        return Buffer.ToTensor(
            Name, DataType, TensorShape.Create(rows < 0 ? shape.Slice(1, rank) : shape[..(rank + 1)]));
    }

    protected virtual void Append(ref JsonCursor json, JsonField field)
    {
        if (json.Token != JsonTokenType.StartArray || !TryScan(ref json, hasRows: false))
        {
            ReadLevel(ref json, level: 0, field);
        }
    }

    protected virtual void AppendWhole(ref JsonCursor json, JsonField field) => Append(ref json, field);

    /// <summary>Reads a list without tokens when it is one of numbers; nothing happens otherwise.</summary>
    /// <param name="json">At the list; it is its end afterwards.</param>
    /// <param name="hasRows">Whether it is the list of instances, not the value of one.</param>
    protected virtual bool TryScan(ref JsonCursor json, bool hasRows) => false;

    /// <summary>Reads a list as elements of one type.</summary>
    /// <param name="json">At the list; it is its end afterwards.</param>
    /// <param name="hasRows">Whether it is the list of instances, not the value of one.</param>
    /// <param name="stop">When nothing was read, how many elements were of the type and where the next is.</param>
    protected bool TryScan<T, TElement>(ref JsonCursor json, bool hasRows, out (long Count, int Position) stop)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        const int TypicalText = 8;
        var before = Buffer.Written.Length;
        if (hasRows)
        {
            // a guess for the one column there is; of many columns each grows by itself
            Buffer.Reserve(Math.Min(json.Remaining / TypicalText * Unsafe.SizeOf<T>(), MaxGuess));
        }

        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var scanner = json.ScanArray<T, TElement>(Buffer);
        var rank = scanner.Scan(hasRows ? dimensions : dimensions[1..]);
        stop = (scanner.Count, scanner.Position);
        if (rank == 0 || !TryTakeShape(hasRows ? dimensions[1..rank] : dimensions.Slice(1, rank)))
        {
            Buffer.Truncate(before);
            return false;
        }

        Rows = hasRows ? (int)dimensions[0] : Rows;
        json.PassOver(scanner.Position);
        return true;
    }

    /// <summary>Called before the tensor is made, when all values were read.</summary>
    protected virtual void Complete()
    {
    }

    /// <summary>Sets the shape of values when it is known without reading lists.</summary>
    protected void SetList(int count) => (_rank, _dimensions[0]) = (1, count);

    /// <summary>Reads the token that the cursor is at; an object may be read to its end.</summary>
    protected abstract void AppendElement(ref JsonCursor json, JsonField field);

    private void ReadLevel(ref JsonCursor json, int level, JsonField field)
    {
        if (json.Token != JsonTokenType.StartArray)
        {
            if (level < _listDepth || (_rank >= 0 && level != _rank))
            {
                throw Ragged(field);
            }

            _rank = level;
            AppendElement(ref json, field);
            return;
        }

        // one level is left for the instances themselves
        if (level == TensorShape.MaxRank - 1)
        {
            throw JsonErrors.At(field, $"more than {TensorShape.MaxRank} dimensions");
        }

        if (_rank >= 0 && level >= _rank)
        {
            throw Ragged(field);
        }

        _listDepth = Math.Max(_listDepth, level + 1);
        long count = 0;
        while (json.Read() != JsonTokenType.EndArray)
        {
            ReadLevel(ref json, level + 1, field);
            count++;
        }

        CloseList(level, count, field);
    }

    /// <summary>Keeps the shape of the first value, or tells whether another value has the same.</summary>
    private bool TryTakeShape(ReadOnlySpan<long> shape)
    {
        if (_rank >= 0)
        {
            return shape.SequenceEqual(_dimensions.AsSpan(0, _rank));
        }

        // only empty lists so far: what they are part of decides
        if (_listDepth != 0)
        {
            return false;
        }

        shape.CopyTo(_dimensions);
        _rank = _listDepth = shape.Length;
        _knownLevels = (int)((1u << shape.Length) - 1);
        return true;
    }

    private void CloseList(int level, long count, JsonField field)
    {
        var bit = 1 << level;
        if ((_knownLevels & bit) == 0)
        {
            _knownLevels |= bit;
            _dimensions[level] = count;
        }
        else if (_dimensions[level] != count)
        {
            throw Ragged(field);
        }
    }

    private InferenceException Ragged(JsonField field) =>
        JsonErrors.At(field, $"the lists of input '{JsonErrors.Quote(Name)}' differ in length or depth");
}
