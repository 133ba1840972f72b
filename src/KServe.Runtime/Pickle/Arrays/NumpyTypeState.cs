namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Reads the state that numpy pickles with a data type.</summary>
/// <remarks>
/// The state is (version, byte order, base and shape of a sub-array, field names, fields by name, item size, alignment,
/// flags), as <c>arraydescr_reduce</c> of numpy writes it.
/// </remarks>
internal static class NumpyTypeState
{
    private const int MostFields = 10_000;
    private const int LongestName = 512;

    public static NumpyType Apply(NumpyType type, object? state)
    {
        if (state is not object?[] { Length: >= 5 } items)
        {
            throw Broken();
        }

        // the versions 3 and 4 are all that numpy has written since 2006
        if (items[0] is not (3L or 4L) || items.Length < 8 || items[1] is not string order)
        {
            throw Broken();
        }

        var size = items[5] is long and > 0 and <= int.MaxValue ? (int)(long)items[5]! : type.ItemSize;
        var result = type.Kind is NumpyKind.Text or NumpyKind.Bytes or NumpyKind.Record
            ? type with { ItemSize = size }
            : type;
        result = result with { IsBigEndian = order == ">" };
        if (items[3] is null || items[4] is null)
        {
            return result;
        }

        return items[3] is object?[] names && items[4] is PickleDictionary fields && type.Kind == NumpyKind.Record
            ? result with { Fields = ReadFields(names, fields, size) }
            : throw Broken();
    }

    private static NumpyField[] ReadFields(object?[] names, PickleDictionary fields, int itemSize)
    {
        if (names.Length > MostFields || names.Length > fields.Count)
        {
            throw Broken();
        }

        var result = new NumpyField[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is not string { Length: <= LongestName } name
                || !fields.TryGet(name, out var field)
                || field is not object?[] { Length: >= 2 } parts
                || parts[0] is not PickleDtype { Type: var type }
                || parts[1] is not long offset
                || offset < 0
                || offset > itemSize - type.ItemSize
                || type.Kind == NumpyKind.Object
                || type.Fields.Count > 0)
            {
                throw Broken();
            }

            result[i] = new NumpyField(name, type, (int)offset);
        }

        return result;
    }

    private static InvalidDataException Broken() => new("a numpy data type is damaged or of an unknown version");
}
