namespace KServe.Runtime.Pickle.Reading;

/// <summary>Gives described objects their state.</summary>
internal static class PickleState
{
    /// <summary>Sets the state, or adds to it.</summary>
    /// <returns>Roughly the bytes that were copied for it.</returns>
    public static long Apply(PickleInstance instance, object? state)
    {
        var copied = 0L;
        // (attributes, slots) is what Python makes of a class with slots
        if (state is object?[] { Length: 2 } parts
            && parts[0] is null or PickleDictionary
            && parts[1] is PickleDictionary slots)
        {
            state = Merge(parts[0] as PickleDictionary ?? new PickleDictionary(), slots, ref copied);
        }

        instance.State = instance.State is PickleDictionary earlier && state is PickleDictionary later
            ? Merge(earlier, later, ref copied)
            : state;
        return copied;
    }

    private static PickleDictionary Merge(PickleDictionary first, PickleDictionary second, ref long copied)
    {
        copied += first.Weight + second.Weight;
        var merged = new PickleDictionary();
        merged.SetAll(first);
        merged.SetAll(second);
        return merged;
    }
}
