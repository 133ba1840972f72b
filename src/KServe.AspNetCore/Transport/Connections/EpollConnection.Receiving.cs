using System.ComponentModel;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace KServe.AspNetCore.Transport;

internal sealed partial class EpollConnection
{
    private const int MinReceiveSize = 4096;

    // The states of receiving. Who moves it from idle to busy receives; who finds it busy leaves word to look again.
    private const int Idle = 0;
    private const int Busy = 1;
    private const int BusyAndAgain = 2;
    private const int Ended = 3;

    private int _receiving;
    private volatile bool _isPeerClosed;
    private ValueTaskAwaiter<FlushResult> _flush;
    private Action? _onFlushed;
    private Exception? _receiveError;

    private void Receive()
    {
        while (true)
        {
            switch (Interlocked.CompareExchange(ref _receiving, Busy, Idle))
            {
                case Idle:
                    ReceiveUntilIdle();
                    return;
                case Busy when Interlocked.CompareExchange(ref _receiving, BusyAndAgain, Busy) != Busy:
                    continue;
                default:
                    return;
            }
        }
    }

    private void ReceiveUntilIdle()
    {
        try
        {
            while (TryReceiveAll())
            {
                if (Interlocked.CompareExchange(ref _receiving, Idle, Busy) == Busy)
                {
                    return;
                }

                Volatile.Write(ref _receiving, Busy);
            }
        }
        catch (Exception error)
        {
            TransportLog.Unexpected(_logger, error, ConnectionId);
            EndReceiving(error);
        }
    }

    // Returns false where the role is not given back: receiving has ended, or goes on when the reader has caught up.
    private bool TryReceiveAll()
    {
        while (true)
        {
            if (Volatile.Read(ref _shutdownReason) is not null)
            {
                EndReceiving(error: null);
                return false;
            }

            var memory = _input.GetMemory(MinReceiveSize);
            var count = (int)LibC.Receive(_file, memory.Span, memory.Length, 0);
            if (count <= 0)
            {
                var errno = count == 0 ? 0 : Marshal.GetLastPInvokeError();
                if (errno == LibC.Interrupted)
                {
                    continue;
                }

                if (errno != LibC.WouldBlock)
                {
                    EndReceiving(errno == 0 ? null : OnLost(errno));
                    return false;
                }
            }

            // Without bytes, this gives back the memory.
            _input.Advance(Math.Max(count, 0));
            if (!TryFlush(_input.FlushAsync()))
            {
                return false;
            }

            // Fewer bytes than asked for: there were no more, and the kernel tells when there are. But it has told of
            // the end already.
            if (count < memory.Length && (count < 0 || !_isPeerClosed))
            {
                return true;
            }
        }
    }

    private bool TryFlush(ValueTask<FlushResult> flush)
    {
        if (flush.IsCompleted)
        {
            return CanGoOn(flush.Result);
        }

        _flush = flush.GetAwaiter();
        _flush.UnsafeOnCompleted(_onFlushed ??= OnFlushed);
        return false;
    }

    private void OnFlushed()
    {
        if (CanGoOn(_flush.GetResult()))
        {
            ReceiveUntilIdle();
        }
    }

    private bool CanGoOn(FlushResult result)
    {
        if (!result.IsCompleted && !result.IsCanceled)
        {
            return true;
        }

        EndReceiving(error: null);
        return false;
    }

    private void EndReceiving(Exception? error)
    {
        Volatile.Write(ref _receiving, Ended);
        _receiveError = Volatile.Read(ref _shutdownReason) ?? error;
        if (_receiveError is null)
        {
            _input.Complete();
        }

        // The token's callbacks are the application's.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        OnDirectionEnded();
    }

    private ConnectionResetException OnLost(int errno)
    {
        var error = new Win32Exception(errno);
        TransportLog.Lost(_logger, ConnectionId, error.Message);
        return new ConnectionResetException(error.Message, error);
    }
}
