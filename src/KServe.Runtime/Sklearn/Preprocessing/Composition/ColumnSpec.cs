using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Resolves what a ColumnTransformer's file says of columns: names, positions, a slice, a mask.</summary>
internal sealed class ColumnSpec(SklearnObject source, int columnCount, IReadOnlyList<string>? columnNames)
{
    // A slice says nothing of its length by its bytes.
    private const int MaxColumns = 1 << 22;

    /// <summary>Finds the positions of columns.</summary>
    /// <exception cref="InvalidDataException">The value is no choice of columns, or one is not there.</exception>
    public int[] Resolve(object? value)
    {
        switch (value)
        {
            case string name:
                return [FindName(name)];
            case PickleInstance { Type: { Module: "builtins" or "__builtin__", Name: "slice" } } slice:
                return ResolveSlice(slice.Arguments);
            case PickleInstance { State: PickleDictionary state } list when state.TryGet("data", out var data):
                // scikit-learn 1.5 to 1.7 wrap the remainder's columns in a list that warns of its future type.
                return list.Type.Name == "_RemainderColsList" ? Resolve(data) : throw Unexpected();
            case PickleInstance labels when PickleTexts.GetIndexValues(labels) is { } labelValues:
                return Resolve(labelValues);
            case NumpyArray { Type.Kind: not NumpyKind.Object } array:
                return ResolveArray(array);
            case not null when PickleNumbers.ToList(value) is { } values:
                return ResolveList(values);
            default:
                return PickleNumbers.ToInteger(value) is { } index ? [CheckIndex(index)] : throw Unexpected();
        }
    }

    private int[] ResolveArray(NumpyArray array)
    {
        if (array.Shape.Length > 1)
        {
            throw Unexpected();
        }

        return array.Type.Kind switch
        {
            NumpyKind.Text => Array.ConvertAll(array.ToTexts(), FindName!),
            NumpyKind.Boolean => ResolveMask([.. array.ToIntegers().Select(static value => value != 0)]),
            _ => Array.ConvertAll(array.ToIntegers(), CheckIndex),
        };
    }

    private int[] ResolveList(IReadOnlyList<object?> values)
    {
        if (values.Count > 0 && values.All(static value => value is bool))
        {
            return ResolveMask([.. values.Cast<bool>()]);
        }

        return
        [
            .. values.Select(value => PickleTexts.ToText(value) is { } name ? FindName(name)
                : PickleNumbers.ToInteger(value) is { } index ? CheckIndex(index)
                : throw Unexpected()),
        ];
    }

    private int[] ResolveMask(bool[] mask) => columnCount < 0 || mask.Length == columnCount
        ? [.. Enumerable.Range(0, mask.Length).Where(i => mask[i])]
        : throw Unexpected();

    private int[] ResolveSlice(object?[] arguments)
    {
        if (arguments.Length != 3 || columnCount is < 0 or > MaxColumns)
        {
            throw Unexpected();
        }

        if (arguments[0] is string || arguments[1] is string)
        {
            // Between names, both ends belong to the slice.
            var first = arguments[0] is null ? 0 : FindName(arguments[0] as string);
            var last = arguments[1] is null ? columnCount - 1 : FindName(arguments[1] as string);
            return arguments[2] is null or 1L ? [.. Enumerable.Range(first, Math.Max(last - first + 1, 0))]
                : throw Unexpected();
        }

        var step = arguments[2] is null ? 1 : PickleNumbers.ToInteger(arguments[2]) ?? 0;
        if (step == 0)
        {
            throw Unexpected();
        }

        var start = ReadBound(arguments[0], step > 0 ? 0 : columnCount - 1, step);
        var stop = ReadBound(arguments[1], step > 0 ? columnCount : -1, step);
        List<int> columns = [];
        for (var i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            columns.Add((int)i);
        }

        return [.. columns];
    }

    /// <summary>Brings an end of a slice into the columns, as Python does: negative ones count from the end.</summary>
    private long ReadBound(object? value, long fallback, long step)
    {
        if (value is null)
        {
            return fallback;
        }

        var bound = PickleNumbers.ToInteger(value) ?? throw Unexpected();
        bound = bound < 0 ? bound + columnCount : bound;
        return step > 0 ? Math.Clamp(bound, 0, columnCount) : Math.Clamp(bound, -1, columnCount - 1);
    }

    private int CheckIndex(long index)
    {
        var position = index < 0 ? index + Math.Max(columnCount, 0) : index;
        return position >= 0 && (columnCount < 0 ? position < Array.MaxLength : position < columnCount)
            ? (int)position
            : throw source.Invalid($"there is no column {index}");
    }

    private int FindName(string? name)
    {
        for (var i = 0; i < columnNames?.Count; i++)
        {
            if (columnNames[i] == name)
            {
                return i;
            }
        }

        throw source.Invalid($"there is no column '{name}'");
    }

    private InvalidDataException Unexpected() =>
        source.Invalid("columns are chosen by names, positions, a slice or a mask");
}
