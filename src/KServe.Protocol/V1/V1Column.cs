using System.Text;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Reads the values of one input and learns their shape from the first.</summary>
internal abstract class V1Column(string name, TensorPool pool) : IDisposable
{
    private readonly long[] _dimensions = new long[TensorShape.MaxRank];
    private int _listDepth;
    private int _knownLevels;
    private int _rank = -1;

    public string Name { get; } = name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Gets the number of instances that have given a value.</summary>
    public int Rows { get; private set; }

    protected abstract TensorDataType DataType { get; }

    protected TensorBuffer Buffer { get; } = new(pool);

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

    public void Dispose() => Buffer.Dispose();

    protected virtual void Append(ref JsonCursor json, JsonField field) => ReadLevel(ref json, level: 0, field);

    protected virtual void AppendWhole(ref JsonCursor json, JsonField field) => Append(ref json, field);

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
