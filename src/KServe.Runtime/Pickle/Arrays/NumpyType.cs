namespace KServe.Runtime.Pickle.Arrays;

/// <summary>A numpy data type.</summary>
/// <param name="Kind">What the elements are.</param>
/// <param name="ItemSize">The bytes of one element.</param>
internal sealed record NumpyType(NumpyKind Kind, int ItemSize)
{
    /// <summary>Gets whether elements lie with their high byte first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Gets the fields of a record; empty for anything else.</summary>
    public IReadOnlyList<NumpyField> Fields { get; init; } = [];
}
