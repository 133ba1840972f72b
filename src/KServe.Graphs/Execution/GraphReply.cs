namespace KServe.Graphs;

/// <summary>Holds what a graph answers to a request whose body was passed on as it is.</summary>
/// <param name="Status">The HTTP status, from 200 to 599.</param>
/// <param name="ContentType">The media type; <see langword="null"/> when the step gave none.</param>
/// <param name="Body">The whole body, valid until the reply was sent; empty when there are chunks.</param>
/// <param name="Chunks">The parts of a body that is not complete yet.</param>
public sealed record GraphReply(
    int Status,
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    IAsyncEnumerable<ReadOnlyMemory<byte>>? Chunks = null)
{
    /// <summary>Gets whether the status is from 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;
}
