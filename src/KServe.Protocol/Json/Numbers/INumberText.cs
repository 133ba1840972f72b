namespace KServe.Protocol;

/// <summary>Writes elements of one type as JSON.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal interface INumberText<T>
    where T : unmanaged
{
    /// <summary>Gets the bytes to leave for each element: the longest text, and what its stores touch behind.</summary>
    static abstract int Room { get; }

    /// <summary>Writes elements, each with a comma behind it.</summary>
    /// <param name="target">The first of <see cref="Room"/> bytes for each element; any of them may change.</param>
    /// <param name="values">The elements.</param>
    /// <returns>The length of the text with the last comma.</returns>
    static abstract nint Write(ref byte target, ReadOnlySpan<T> values);
}
