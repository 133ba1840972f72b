using System.Threading.Channels;

namespace KServe.Detectors;

/// <summary>Hands rows to a detector on a task of its own, from a queue bounded in number and bytes.</summary>
internal sealed class DetectorWorker : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<RowBlock> _channel;
    private readonly IRowDetector _detector;
    private readonly DetectorScope _scope;
    private readonly long _maxBytes;
    private readonly Task _completion;
    private long _bytes;
    private volatile bool _isStopped;
    private bool _hasFailed;

    public DetectorWorker(DetectorOptions options, IRowDetector detector, DetectorScope scope)
    {
        (_detector, _scope, _maxBytes) = (detector, scope, options.QueueBytes);
        _channel = Channel.CreateBounded<RowBlock>(options.QueueLength);
        using (ExecutionContext.SuppressFlow())
        {
            _completion = Task.Run(RunAsync);
        }
    }

    /// <summary>Gets whether there is room at all, before anything is copied.</summary>
    public bool HasRoom => Volatile.Read(ref _bytes) < _maxBytes;

    /// <summary>Takes rows, or counts a drop and gives their memory back.</summary>
    public void Add(RowBlock rows)
    {
        var size = rows.Size;
        if (Interlocked.Add(ref _bytes, size) > _maxBytes || !_channel.Writer.TryWrite(rows))
        {
            Interlocked.Add(ref _bytes, -size);
            rows.Dispose();
            _scope.CountDropped();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        try
        {
            await _completion.WaitAsync(StopTimeout, _scope.Time);
        }
        catch (TimeoutException)
        {
            // A test that still runs ends on its own; what waits behind it is given up.
            _isStopped = true;
        }
    }

    private async Task RunAsync()
    {
        await foreach (var rows in _channel.Reader.ReadAllAsync())
        {
            var size = rows.Size;
            try
            {
                if (!_isStopped)
                {
                    _detector.Process(rows);
                }
            }
            catch (Exception error)
            {
                Failed(error);
            }
            finally
            {
                rows.Dispose();
                Interlocked.Add(ref _bytes, -size);
            }
        }
    }

    private void Failed(Exception error)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            _scope.Failed(error);
        }
    }
}
