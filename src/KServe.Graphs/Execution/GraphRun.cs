using KServe.Protocol;

namespace KServe.Graphs;

/// <summary>One request on its way through a graph, and all the memory that it uses.</summary>
/// <remarks>Steps of an Ensemble use it at the same time. Disposed when the answer was sent.</remarks>
internal sealed class GraphRun(IReadOnlyDictionary<string, string> headers, TensorPool pool) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<IDisposable> _owned = new();

    /// <summary>Gets the headers that steps are given.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    public TensorPool Pool => pool;

    public string? Id { get; init; }

    public InferenceProtocol Protocol { get; init; }

    /// <summary>Gets whether messages are tensors rather than bytes.</summary>
    public bool UsesTensors { get; init; }

    /// <summary>Gets whether the last step may answer in parts.</summary>
    public bool TakesChunks { get; init; }

    /// <summary>Gets whether the last step may have several responses of tensors.</summary>
    public bool TakesResponses { get; init; }

    /// <summary>Gets how many graphs have called each other before this one.</summary>
    public int Depth { get; init; }

    public T Own<T>(T disposable)
        where T : IDisposable
    {
        lock (_lock)
        {
            _owned.Push(disposable);
        }

        return disposable;
    }

    public PooledBufferWriter NewBuffer(int maxLength) => Own(new PooledBufferWriter(maxLength: maxLength));

    public void Dispose()
    {
        // In this order, because outputs may view inputs, and both the memory of a model.
        while (_owned.TryPop(out var disposable))
        {
            disposable.Dispose();
        }
    }
}
