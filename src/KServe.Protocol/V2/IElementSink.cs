namespace KServe.Protocol;

/// <summary>Takes the elements of one tensor in order.</summary>
internal interface IElementSink
{
    long Count { get; }

    /// <summary>Takes the token that the cursor is at.</summary>
    void Add(ref JsonCursor json);
}
