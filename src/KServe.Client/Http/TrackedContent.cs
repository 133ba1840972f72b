using System.Net;

namespace KServe.Client;

/// <summary>A request body that knows when nobody reads its memory any more.</summary>
/// <remarks>
/// A call may end while the transport still sends: the server answered early, or the call was cancelled. The tensors
/// belong to the caller and their memory may be used for something else at once, so that a call waits for this.
/// </remarks>
internal abstract class TrackedContent : HttpContent
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _abort;
    private TaskCompletionSource? _idle;
    private bool _isClosed;

    /// <summary>Ends what is being written and keeps further writing from beginning.</summary>
    public async Task CloseAsync()
    {
        CancellationTokenSource? abort;
        Task idle;
        lock (_lock)
        {
            _isClosed = true;
            abort = _abort;
            if (abort is null)
            {
                return;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
        }

        await abort.CancelAsync();
        await idle;
    }

    protected abstract ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        var abort = Enter(cancellationToken);
        try
        {
            await WriteAsync(stream, abort.Token);
        }
        finally
        {
            Exit();
        }
    }

    private CancellationTokenSource Enter(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // The transport writes again when it finds that a connection was dead, but never twice at a time.
            if (_isClosed || _abort is not null)
            {
                throw new IOException("The call has ended.");
            }

            _abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            return _abort;
        }
    }

    private void Exit()
    {
        lock (_lock)
        {
            // Not disposed when it is being cancelled: that may be going on right now.
            if (!_isClosed)
            {
                _abort?.Dispose();
            }

            _abort = null;
            _idle?.TrySetResult();
        }
    }
}
