using System.Buffers;
using System.Runtime.InteropServices;

namespace KServe.AspNetCore.Transport;

internal sealed partial class EpollConnection
{
    private readonly ReadySignal _writable = new(waiterRunsAsync: false);
    private int _wantsToSend;

    private async Task SendAsync()
    {
        Exception? reason = null;
        Exception? unexpected = null;
        try
        {
            reason = await SendAllAsync();
        }
        catch (Exception error)
        {
            TransportLog.Unexpected(_logger, error, ConnectionId);
            reason = unexpected = error;
        }

        Shutdown(reason);
        _output.Complete(unexpected);
        OnDirectionEnded();
    }

    // Runs on the thread that flushed, or on that of the loop when the socket can take more.
    private async Task<Exception?> SendAllAsync()
    {
        while (true)
        {
            var result = await _output.ReadAsync();
            if (result.IsCanceled)
            {
                return null;
            }

            var buffer = result.Buffer;
            var sent = Send(buffer, out var errno);
            _output.AdvanceTo(buffer.GetPosition(sent));
            if (errno is not 0 and not LibC.WouldBlock)
            {
                return OnLost(errno);
            }

            if (errno == LibC.WouldBlock)
            {
                // The signal may have come before anyone wanted it: the first failure only announces the wish.
                if (Interlocked.Exchange(ref _wantsToSend, 1) != 0 && !await _writable.WaitAsync())
                {
                    return null;
                }
            }
            else if (result.IsCompleted)
            {
                return null;
            }
            else
            {
                Volatile.Write(ref _wantsToSend, 0);
            }
        }
    }

    private long Send(ReadOnlySequence<byte> buffer, out int errno)
    {
        long sent = 0;
        errno = 0;
        var position = buffer.Start;
        while (buffer.TryGet(ref position, out var segment) && errno == 0)
        {
            var flags = sent + segment.Length < buffer.Length ? LibC.NoSignal | LibC.MoreFollows : LibC.NoSignal;
            sent += Send(segment.Span, flags, out errno);
        }

        return sent;
    }

    private int Send(ReadOnlySpan<byte> bytes, int flags, out int errno)
    {
        var sent = 0;
        errno = 0;
        while (sent < bytes.Length)
        {
            var count = (int)LibC.Send(_file, bytes[sent..], bytes.Length - sent, flags);
            if (count >= 0)
            {
                sent += count;
            }
            else if (Marshal.GetLastPInvokeError() is var error and not LibC.Interrupted)
            {
                errno = error;
                break;
            }
        }

        return sent;
    }
}
