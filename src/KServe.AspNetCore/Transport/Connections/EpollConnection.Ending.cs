using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace KServe.AspNetCore.Transport;

internal sealed partial class EpollConnection
{
    private readonly Lock _endLock = new();
    private readonly CancellationTokenSource _closedSource = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _shutdownReason;
    private bool _isAborted;
    private int _openDirections = 2;
    private int _openEnds = 2;

    public override void Abort() => Abort(new ConnectionAbortedException());

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Shutdown(abortReason);
        _output.CancelPendingRead();
        _writable.Close();
    }

    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync();
        await Transport.Output.CompleteAsync();
        await _closed.Task;
        _closedSource.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Tells the application that nothing more will be received.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            _closedSource.Cancel();
        }
        catch (Exception error)
        {
            TransportLog.Unexpected(_logger, error, ConnectionId);
        }

        // Who reads must be able to tell a client that left from a failure: the token says so before the pipe does.
        if (_receiveError is not null)
        {
            _input.Complete(_receiveError);
        }

        OnEnded();
    }

    // With a reason the connection is reset, without one it ends as all its bytes have been sent.
    private void Shutdown(Exception? reason)
    {
        lock (_endLock)
        {
            if (_shutdownReason is not null)
            {
                return;
            }

            _isAborted = reason is not null;
            var known = reason ?? new ConnectionAbortedException("The connection was closed after its last response.");
            TransportLog.Closing(_logger, ConnectionId, known.Message);
            Volatile.Write(ref _shutdownReason, known);
            if (!_isAborted)
            {
                SendEnd();
            }
        }

        // Whoever receives sees the reason, be it at the pipe or at the socket.
        _input.CancelPendingFlush();
        Receive();
    }

    private void SendEnd()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The client was faster.
        }
    }

    private void OnDirectionEnded()
    {
        if (Interlocked.Decrement(ref _openDirections) > 0)
        {
            return;
        }

        _loop.Remove(_slot);
        if (_isAborted)
        {
            _socket.Close(timeout: 0);
        }
        else
        {
            _socket.Dispose();
        }

        OnEnded();
    }

    private void OnEnded()
    {
        if (Interlocked.Decrement(ref _openEnds) == 0)
        {
            _closed.SetResult();
        }
    }
}
