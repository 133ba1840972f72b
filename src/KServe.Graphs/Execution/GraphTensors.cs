namespace KServe.Graphs;

/// <summary>The tensors of a request or of an answer.</summary>
/// <param name="items">The tensors, owned by the run or by the client's request.</param>
/// <param name="isRequest">Whether they are inputs rather than outputs.</param>
internal sealed class GraphTensors(IReadOnlyList<InferTensor> items, bool isRequest)
{
    public IReadOnlyList<InferTensor> Items => items;

    public bool IsRequest => isRequest;

    /// <summary>Gets the parameters of the client's request.</summary>
    public InferParameters? Parameters { get; init; }

    /// <summary>Gets what guards <see cref="Json"/>.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Gets or sets the JSON, once somebody had to look at it.</summary>
    public ReadOnlyMemory<byte>? Json { get; set; }
}
