using System.Buffers.Binary;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Reads the columns of a numpy record array where they lie: nodes of trees come by the million.</summary>
internal sealed class NodeTable
{
    private readonly NumpyArray _records;

    private NodeTable(NumpyArray records) => _records = records;

    public int Count => _records.Shape[0];

    /// <summary>Views an attribute as a table.</summary>
    /// <exception cref="InvalidDataException">It is no vector of records.</exception>
    public static NodeTable Read(SklearnObject source, string name) =>
        source.Value(name) is NumpyArray { Type.Kind: NumpyKind.Record, Type.IsBigEndian: false, Shape: [> 0] } records
            ? new NodeTable(records)
            : throw source.Unexpected(name, "an array of nodes");

    /// <summary>Tells whether the records have a field.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Copies a field of integers or booleans.</summary>
    /// <exception cref="InvalidDataException">There is no such field, or a value is beyond 32 bits.</exception>
    public int[] ReadIntegers(string name)
    {
        var field = Require(name, NumpyKind.Signed, NumpyKind.Unsigned, NumpyKind.Boolean);
        var isSigned = field.Type.Kind == NumpyKind.Signed;
        var values = new int[Count];
        var data = _records.Data.Span;
        var at = field.Offset;
        for (var i = 0; i < values.Length; i++, at += _records.Type.ItemSize)
        {
            var item = data.Slice(at, field.Type.ItemSize);
            var value = item.Length switch
            {
                1 => isSigned ? (sbyte)item[0] : item[0],
                4 => isSigned ? BinaryPrimitives.ReadInt32LittleEndian(item) : BinaryPrimitives.ReadUInt32LittleEndian(item),
                _ => BinaryPrimitives.ReadInt64LittleEndian(item),
            };
            values[i] = value is >= int.MinValue and <= int.MaxValue
                ? (int)value
                : throw new InvalidDataException($"nodes: '{name}' of node {i} is {value}");
        }

        return values;
    }

    /// <summary>Copies a field of float64 numbers.</summary>
    /// <exception cref="InvalidDataException">There is no such field.</exception>
    public double[] ReadDoubles(string name)
    {
        var field = Require(name, NumpyKind.Float);
        if (field.Type.ItemSize != sizeof(double))
        {
            throw new InvalidDataException($"nodes: the field '{name}' is not float64");
        }

        var values = new double[Count];
        var data = _records.Data.Span;
        var at = field.Offset;
        for (var i = 0; i < values.Length; i++, at += _records.Type.ItemSize)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(data[at..]);
        }

        return values;
    }

    private NumpyField Require(string name, params ReadOnlySpan<NumpyKind> kinds)
    {
        var field = Find(name) ?? throw new InvalidDataException($"nodes: the field '{name}' is missing");
        return kinds.Contains(field.Type.Kind) && !field.Type.IsBigEndian
            && field.Type.ItemSize is 1 or sizeof(int) or sizeof(long)
            && field.Offset >= 0 && field.Offset <= _records.Type.ItemSize - field.Type.ItemSize
                ? field
                : throw new InvalidDataException($"nodes: the field '{name}' is of an unexpected type");
    }

    private NumpyField? Find(string name) =>
        _records.Type.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal));
}
