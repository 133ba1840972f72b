using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Pickle;

/// <summary>Computes what the arrays of a description would take as numbers of 64 bits.</summary>
/// <remarks>
/// Estimators keep their numbers as <see cref="double"/>, whatever their type in the file. Records, the nodes of trees,
/// count as they lie in the file. Each object counts once, however often it is named.
/// </remarks>
internal static class PickleSize
{
    /// <summary>Returns the bytes of all arrays within a value.</summary>
    public static long OfArrays(object? value)
    {
        // Descriptions may contain themselves, and be deeper than a stack: a list of what is left, and what was seen.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<object?>();
        left.Push(value);
        var bytes = 0L;
        while (left.TryPop(out var next))
        {
            if (next is null or string or ValueType || !seen.Add(next))
            {
                continue;
            }

            if (next is NumpyArray array)
            {
                bytes += array.IsNumeric ? (long)sizeof(double) * array.Count : array.Data.Length;
            }

            PushParts(next, left);
        }

        return bytes;
    }

    private static void PushParts(object value, Stack<object?> left)
    {
        switch (value)
        {
            case NumpyArray array:
                PushAll(array.Objects, left);
                break;
            case PickleInstance instance:
                left.Push(instance.State);
                left.Push(instance.Keywords);
                left.Push(instance.Entries);
                left.Push(instance.Elements);
                PushAll(instance.Arguments, left);
                break;
            case PickleDictionary dictionary:
                foreach (var item in dictionary.Items)
                {
                    left.Push(item.Value);
                }

                break;
            case PickleSet set:
                PushAll(set.Items, left);
                break;
            case IReadOnlyList<object?> list:
                PushAll(list, left);
                break;
        }
    }

    private static void PushAll(IReadOnlyList<object?> items, Stack<object?> left)
    {
        for (var i = 0; i < items.Count; i++)
        {
            left.Push(items[i]);
        }
    }
}
