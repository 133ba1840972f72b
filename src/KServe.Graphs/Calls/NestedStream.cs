using System.Runtime.CompilerServices;

namespace KServe.Graphs;

/// <summary>Hands the parts of an inner graph's answer to the outer graph while the inner one still runs.</summary>
/// <remarks>
/// The inner graph is held in its callback until the outer one has read the last part, so that its memory, its place
/// and
/// its time are those of a request that runs. One reader.
/// </remarks>
internal sealed class NestedStream : IDisposable
{
    private readonly TaskCompletionSource<GraphReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the answer whose parts can be read.</summary>
    public Task<GraphReply> Reply => _reply.Task;

    /// <summary>Gives the answer to the outer graph and waits until it was read.</summary>
    public Task OfferAsync(GraphReply reply, CancellationToken cancellationToken)
    {
        _reply.TrySetResult(reply);
        return _read.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Reads the parts, and then waits for the end of the inner graph.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        Task inner,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await using var parts = chunks.GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(parts))
            {
                yield return parts.Current;
            }
        }
        finally
        {
            _read.TrySetResult();
            await inner.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lets the inner graph end, for an answer that nobody began to read.</summary>
    public void Dispose() => _read.TrySetResult();

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> parts)
    {
        try
        {
            return await parts.MoveNextAsync();
        }
        catch (Exception error)
        {
            // Both graphs have failed: the inner one counts it, too.
            _read.TrySetException(error);
            throw;
        }
    }
}
