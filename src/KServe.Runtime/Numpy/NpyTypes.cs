using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Numpy;

/// <summary>Reads the data types of .npy headers: a short name, or a list of fields.</summary>
internal static class NpyTypes
{
    private const int MaxDepth = 4;
    private const int MostFields = 10_000;
    private const int LargestRecord = 16 * 1024 * 1024;

    public static NumpyType Read(object? value) => Read(value, MaxDepth);

    private static NumpyType Read(object? value, int depth)
    {
        if (value is string name)
        {
            return NumpyTypeParser.Parse(name);
        }

        if (value is not List<object?> { Count: <= MostFields } list || depth == 0)
        {
            throw Broken();
        }

        var fields = new List<NumpyField>();
        var offset = 0;
        foreach (var item in list)
        {
            var field = ReadField(item, offset, depth);
            offset += field.Type.ItemSize;
            if (offset > LargestRecord)
            {
                throw new InvalidDataException($"records of more than {LargestRecord} bytes are not supported");
            }

            // fields without a name fill the gaps of aligned records
            if (field.Name.Length > 0)
            {
                fields.Add(field);
            }
        }

        return new NumpyType(NumpyKind.Record, offset) { Fields = fields };
    }

    private static NumpyField ReadField(object? item, int offset, int depth)
    {
        if (item is not object?[] { Length: 2 or 3 } parts)
        {
            throw Broken();
        }

        // a title may stand before the name
        var name = parts[0] is object?[] { Length: 2 } pair ? pair[1] as string : parts[0] as string;
        var type = Read(parts[1], depth - 1);
        if (name is null || type.Kind == NumpyKind.Object)
        {
            throw Broken();
        }

        if (parts.Length == 3)
        {
            var size = NumpyArrayFactory.ByteCount(type, NumpyArrayFactory.ReadShape(parts[2]));
            type = size <= LargestRecord ? new NumpyType(NumpyKind.Record, (int)size) : throw Broken();
        }

        return new NumpyField(name, type, offset);
    }

    private static InvalidDataException Broken() => new("'descr' is no data type that is supported");
}
