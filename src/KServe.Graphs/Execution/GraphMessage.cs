namespace KServe.Graphs;

/// <summary>What flows through a graph: a request or the answer of a step, as bytes or as tensors.</summary>
/// <remarks>Immutable. Its memory belongs to the run.</remarks>
internal sealed class GraphMessage
{
    public const string Json = "application/json";

    private GraphMessage(int status) => Status = status;

    public int Status { get; private init; }

    public bool IsSuccess => Status is >= 200 and <= 299;

    public ReadOnlyMemory<byte> Body { get; private init; }

    public string? ContentType { get; private init; }

    /// <summary>Gets the tensors; null for a message that is bytes.</summary>
    public GraphTensors? Tensors { get; private init; }

    /// <summary>Gets the parts of an answer that is still being written.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? Chunks { get; private init; }

    /// <summary>Gets the responses of a model that has not ended yet.</summary>
    public IAsyncEnumerable<InferResponse>? Responses { get; private init; }

    public static GraphMessage OfBytes(int status, ReadOnlyMemory<byte> body, string? contentType = Json) =>
        new(status) { Body = body, ContentType = contentType };

    public static GraphMessage OfTensors(GraphTensors tensors) => new(200) { Tensors = tensors };

    public static GraphMessage OfChunks(
        int status,
        string? contentType,
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) =>
        new(status) { ContentType = contentType, Chunks = chunks };

    public static GraphMessage OfResponses(IAsyncEnumerable<InferResponse> responses) =>
        new(200) { Responses = responses };

    public GraphMessage WithStatus(int status) => new(status)
    {
        Body = Body,
        ContentType = ContentType,
        Tensors = Tensors,
        Chunks = Chunks,
        Responses = Responses,
    };
}
