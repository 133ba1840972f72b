using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KServe.PayloadLogging;

/// <summary>Holds captures until they are written, bounded in number and in bytes.</summary>
/// <remarks>
/// A place is taken before the copy is made and given back only when the sink is done with it, so that the bounds hold
/// for what waits and what is being written together. Any number of threads add, one takes.
/// </remarks>
internal sealed class PayloadQueue(int maxLength, long maxBytes, PayloadMetrics metrics, string modelName)
{
    private readonly ConcurrentQueue<PayloadCapture> _captures = new();

    // A monitor, because it does not spin before it waits.
    private readonly object _gate = new();

    private long _length;
    private long _bytes;
    private volatile bool _isClosed;
    private int _hasEnded;
    private int _isWaiting;

    public string ModelName => modelName;

    /// <summary>Gets how many captures wait or are being written.</summary>
    public long Length => Volatile.Read(ref _length);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Blocks until there is something to take.</summary>
    /// <returns>Whether there is; not so when the queue is closed and empty.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while there was nothing.</exception>
    public bool WaitToTake(CancellationToken cancellationToken)
    {
        if (!_captures.IsEmpty)
        {
            return true;
        }

        using var registration = cancellationToken.UnsafeRegister(
            static state => ((PayloadQueue)state!).Wake(), this);
        lock (_gate)
        {
            while (HasToWait(cancellationToken))
            {
                Monitor.Wait(_gate);
            }

            Volatile.Write(ref _isWaiting, 0);
        }

        if (_captures.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }

        return true;
    }

    public bool TryTake([NotNullWhen(true)] out PayloadCapture? capture) => _captures.TryDequeue(out capture);

    /// <summary>Tells, and counts a drop, when there is no room for anything.</summary>
    /// <remarks>Costs less than to find out how much room a payload needs.</remarks>
    public bool IsFull()
    {
        if (!_isClosed && Length < maxLength)
        {
            return false;
        }

        metrics.CountDropped(modelName, _isClosed ? PayloadMetrics.Closed : PayloadMetrics.QueueFull);
        return true;
    }

    /// <summary>Takes a place for one capture, or counts a drop.</summary>
    public bool TryReserve(long bytes)
    {
        if (_isClosed)
        {
            metrics.CountDropped(modelName, PayloadMetrics.Closed);
            return false;
        }

        if (Interlocked.Increment(ref _length) > maxLength)
        {
            Interlocked.Decrement(ref _length);
            metrics.CountDropped(modelName, PayloadMetrics.QueueFull);
            return false;
        }

        if (Interlocked.Add(ref _bytes, bytes) > maxBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            Interlocked.Decrement(ref _length);
            metrics.CountDropped(modelName, PayloadMetrics.BytesFull);
            return false;
        }

        return true;
    }

    /// <summary>Adds a capture whose place was taken.</summary>
    public void Add(PayloadCapture capture)
    {
        _captures.Enqueue(capture);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isWaiting) != 0 && Interlocked.Exchange(ref _isWaiting, 0) != 0)
        {
            Wake();
        }

        if (Volatile.Read(ref _hasEnded) != 0)
        {
            // Nobody takes it any more.
            DropRest();
        }
    }

    /// <summary>Gives a place back with the memory of its capture.</summary>
    public void Release(PayloadCapture capture)
    {
        capture.Dispose();
        Interlocked.Add(ref _bytes, -capture.Reserved);
        Interlocked.Decrement(ref _length);
    }

    /// <summary>Takes nothing more; what is there can still be read.</summary>
    public void Close()
    {
        _isClosed = true;
        Wake();
    }

    /// <summary>Drops what is left and all that still comes.</summary>
    public void End()
    {
        Interlocked.Exchange(ref _hasEnded, 1);
        DropRest();
    }

    private bool HasToWait(CancellationToken cancellationToken)
    {
        // Said anew each time, as every wake takes it back: whoever adds after this sees it, and what was added before
        // is seen here.
        Interlocked.Exchange(ref _isWaiting, 1);
        return _captures.IsEmpty && !_isClosed && !cancellationToken.IsCancellationRequested;
    }

    private void DropRest()
    {
        while (TryTake(out var capture))
        {
            metrics.CountDropped(modelName, PayloadMetrics.Closed);
            Release(capture);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
