namespace KServe.Runtime.Pickle;

/// <summary>Gives described objects their state.</summary>
internal static class PickleState
{
    public static void Apply(PickleInstance instance, object? state)
    {
        // (attributes, slots) is what Python makes of a class with slots
        if (state is object?[] { Length: 2 } parts
            && parts[0] is null or PickleDictionary
            && parts[1] is PickleDictionary slots)
        {
            state = Merge(parts[0] as PickleDictionary ?? new PickleDictionary(), slots);
        }

        instance.State = instance.State is PickleDictionary earlier && state is PickleDictionary later
            ? Merge(earlier, later)
            : state;
    }

    private static PickleDictionary Merge(PickleDictionary first, PickleDictionary second)
    {
        var merged = new PickleDictionary();
        merged.SetAll(first);
        merged.SetAll(second);
        return merged;
    }
}
