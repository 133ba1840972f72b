using Microsoft.Extensions.Logging;

namespace KServe.PayloadLogging;

/// <summary>Takes what is queued for one model to its sink, in batches, on a thread of its own.</summary>
internal sealed class PayloadLogger : IAsyncDisposable
{
    private readonly PayloadLoggingOptions _options;
    private readonly PayloadQueue _queue;
    private readonly IPayloadSink _sink;
    private readonly PayloadRenderer _renderer;
    private readonly PayloadMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PayloadCapture> _batch = [];
    private readonly List<PayloadEvent> _events = [];
    private readonly int _batchBytes;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task? _closing;
    private bool _isFailing;

    public PayloadLogger(
        string modelName,
        PayloadLoggingOptions options,
        IPayloadSink sink,
        PayloadMetrics metrics,
        TimeProvider time,
        ILogger logger)
    {
        _options = options;
        _sink = sink;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _batchBytes = Math.Max(options.MaxPayloadBytes, 1 << 20);
        _renderer = new PayloadRenderer(options, modelName);
        _queue = new PayloadQueue(options.QueueLength, options.QueueBytes, metrics, modelName);
        Recorder = new PayloadRecorder(options, _queue, time);
        metrics.Add(_queue);
        SenderThread.Start(Run);
    }

    public PayloadRecorder Recorder { get; }

    /// <summary>Gets what ends when the queue is closed and empty.</summary>
    public Task Completion => _completion.Task;

    public long QueueLength => _queue.Length;

    public long QueueBytes => _queue.Bytes;

    /// <summary>Writes what is queued within the time that the options give, and drops the rest.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            return new(_closing ??= CloseAsync());
        }
    }

    private async Task CloseAsync()
    {
        await Task.Yield();
        _queue.Close();
        try
        {
            await Completion.WaitAsync(_options.FlushTimeout, _time);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            PayloadLog.FlushTimedOut(_logger, _queue.ModelName, _queue.Length, _options.FlushTimeout);

            // Whoever ignores the cancellation is left alone: what it holds is not touched.
            _queue.End();
            _metrics.Remove(_queue);
            _ = Completion.ContinueWith(
                static (_, state) => ((PayloadLogger)state!).EndAsync().AsTask(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
            return;
        }

        _metrics.Remove(_queue);
        await EndAsync();
    }

    private async ValueTask EndAsync()
    {
        try
        {
            await _sink.DisposeAsync();
        }
        catch (Exception error)
        {
            PayloadLog.SinkFailed(_logger, error, _queue.ModelName);
        }

        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (_queue.WaitToTake(_stop.Token))
            {
                CollectMore();
                Write();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The stop waits no longer.
        }

        _queue.End();
        _completion.SetResult();
    }

    private void CollectMore()
    {
        if (Collect() || _options.BatchInterval == TimeSpan.Zero)
        {
            return;
        }

        using var full = new CancellationTokenSource(_options.BatchInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(full.Token, _stop.Token);
        try
        {
            while (_queue.WaitToTake(either.Token) && !Collect())
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The batch goes as it is.
        }
    }

    /// <returns>Whether the batch is full.</returns>
    private bool Collect()
    {
        long bytes = 0;
        foreach (var capture in _batch)
        {
            bytes += capture.Reserved;
        }

        while (_batch.Count < _options.BatchSize && bytes < _batchBytes)
        {
            if (!_queue.TryTake(out var capture))
            {
                return false;
            }

            _batch.Add(capture);
            bytes += capture.Reserved;
        }

        return true;
    }

    private void Write()
    {
        var (written, count) = (0, _batch.Count);
        try
        {
            var unredacted = _renderer.Render(_batch, _events);
            count = _events.Count + unredacted;
            written = _events.Count == 0 ? 0 : WriteEvents();
            if (unredacted > 0)
            {
                PayloadLog.RedactionFailed(_logger, _queue.ModelName, unredacted);
            }

            Note(written == count, error: null);
        }
        catch (Exception error)
        {
            Note(isGood: false, error);
        }
        finally
        {
            _metrics.CountLogged(_queue.ModelName, written);
            _metrics.CountFailed(_queue.ModelName, count - written);
            foreach (var capture in _batch)
            {
                _queue.Release(capture);
            }

            _batch.Clear();
            _events.Clear();
        }
    }

    // Whatever waits, waits on this thread, which has nothing else to do.
    private int WriteEvents() => _sink is IThreadedPayloadSink sink
        ? sink.Write(_events, _stop.Token)
        : _sink.WriteAsync(_events, _stop.Token).AsTask().GetAwaiter().GetResult();

    // One line when it begins and one when it ends: a sink that is down must not fill the log.
    private void Note(bool isGood, Exception? error)
    {
        if (isGood && _isFailing)
        {
            PayloadLog.SinkRecovered(_logger, _queue.ModelName);
        }
        else if (!isGood && !_isFailing)
        {
            PayloadLog.SinkFailed(_logger, error, _queue.ModelName);
        }

        _isFailing = !isGood;
    }
}
