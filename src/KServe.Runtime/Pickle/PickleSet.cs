namespace KServe.Runtime.Pickle;

/// <summary>A set or frozen set, in the order of its file.</summary>
internal sealed class PickleSet
{
    public List<object?> Items { get; } = [];
}
