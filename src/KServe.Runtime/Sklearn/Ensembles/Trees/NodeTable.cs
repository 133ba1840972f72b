using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

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

    /// <summary>Finds a field of integers or booleans.</summary>
    /// <exception cref="InvalidDataException">There is no such field.</exception>
    public NodeField Integers(string name) =>
        Require(name, NumpyKind.Signed, NumpyKind.Unsigned, NumpyKind.Boolean);

    /// <summary>Finds a field of float64 numbers.</summary>
    /// <exception cref="InvalidDataException">There is no such field.</exception>
    public NodeField Doubles(string name)
    {
        var field = Require(name, NumpyKind.Float);
        return field.Size == sizeof(double)
            ? field
            : throw new InvalidDataException($"nodes: the field '{name}' is not float64");
    }

    /// <summary>Copies a field of integers or booleans.</summary>
    public int[] ReadIntegers(string name)
    {
        var field = Integers(name);
        var values = new int[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = field.GetInteger(i);
        }

        return values;
    }

    /// <summary>Copies a field of float64 numbers.</summary>
    public double[] ReadDoubles(string name)
    {
        var field = Doubles(name);
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = field.GetDouble(i);
        }

        return values;
    }

    private NodeField Require(string name, params ReadOnlySpan<NumpyKind> kinds)
    {
        var field = Find(name) ?? throw new InvalidDataException($"nodes: the field '{name}' is missing");
        return kinds.Contains(field.Type.Kind) && !field.Type.IsBigEndian
            && field.Type.ItemSize is 1 or sizeof(int) or sizeof(long)
            && field.Offset >= 0 && field.Offset <= _records.Type.ItemSize - field.Type.ItemSize
                ? new NodeField(
                    name,
                    _records.Data,
                    field.Offset,
                    _records.Type.ItemSize,
                    field.Type.ItemSize,
                    field.Type.Kind == NumpyKind.Signed)
                : throw new InvalidDataException($"nodes: the field '{name}' is of an unexpected type");
    }

    private NumpyField? Find(string name) =>
        _records.Type.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal));
}
