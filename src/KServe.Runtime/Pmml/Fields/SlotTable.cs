namespace KServe.Runtime.Pmml.Fields;

/// <summary>Hands out the slots of rows while a document is read.</summary>
internal sealed class SlotTable
{
    private readonly List<FieldSource> _sources = [];

    public int Add(FieldSource source)
    {
        _sources.Add(source);
        return _sources.Count - 1;
    }

    /// <summary>Takes back the slots from a number on, of something that was read in vain.</summary>
    public void Truncate(int count) => _sources.RemoveRange(count, _sources.Count - count);

    public int Count => _sources.Count;

    public FieldSource[] ToArray() => [.. _sources];
}
