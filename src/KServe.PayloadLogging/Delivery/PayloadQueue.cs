using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace KServe.PayloadLogging;

/// <summary>Holds captures until they are written, bounded in number and in bytes.</summary>
/// <remarks>
/// A place is taken before the copy is made and given back only when the sink is done with it, so that the bounds hold
/// for what waits and what is being written together. Safe for concurrent use.
/// </remarks>
internal sealed class PayloadQueue(int maxLength, long maxBytes, PayloadMetrics metrics, string modelName)
{
    private readonly Channel<PayloadCapture> _channel = Channel.CreateUnbounded<PayloadCapture>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = false });

    private long _length;
    private long _bytes;
    private volatile bool _isClosed;

    public string ModelName => modelName;

    /// <summary>Gets how many captures wait or are being written.</summary>
    public long Length => Volatile.Read(ref _length);

    public long Bytes => Volatile.Read(ref _bytes);

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake([NotNullWhen(true)] out PayloadCapture? capture) => _channel.Reader.TryRead(out capture);

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
        if (!_channel.Writer.TryWrite(capture))
        {
            Drop(capture);
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
        _channel.Writer.TryComplete();
    }

    public void DropRest()
    {
        while (TryTake(out var capture))
        {
            Drop(capture);
        }
    }

    private void Drop(PayloadCapture capture)
    {
        metrics.CountDropped(modelName, PayloadMetrics.Closed);
        Release(capture);
    }
}
