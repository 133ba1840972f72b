using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace KServe.ModelMesh;

/// <summary>Answers with several instances of a predictor, each of which serves one request at a time.</summary>
/// <remarks>Safe for concurrent calls, whatever the instances are. Requests wait for one that is free.</remarks>
internal sealed class CopiedPredictor(
    Func<Predictor> create,
    CopyOptions options,
    CopyRoom room,
    TimeProvider time,
    ILogger logger) : Predictor, IModelSize
{
    private readonly CopyPool _pool = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Stack<CopyRoom.Reservation> _reservations = new();
    private Predictor? _first;
    private ModelLoadContext? _context;
    private ITimer? _timer;
    private Task _change = Task.CompletedTask;
    private long _checkedAt;
    private long _quietSince;
    private bool _isDisposed;

    public override ModelSignature Signature => _first?.Signature ?? ModelSignature.Empty;

    /// <summary>Gets the bytes of one instance: those loaded later are reserved one by one.</summary>
    public long SizeInBytes => (_first?.GetService(typeof(IModelSize)) as IModelSize)?.SizeInBytes ?? 0;

    public int Count => _pool.Count;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        _context = context;
        room.ModelName = context.ModelName;
        _first = create();
        await _first.LoadAsync(context, cancellationToken);
        _pool.Add(_first);
        _checkedAt = _quietSince = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => ((CopiedPredictor)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(options.CheckInterval, Timeout.InfiniteTimeSpan);
    }

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var lease = await _pool.RentAsync(cancellationToken);
        try
        {
            // Its outputs may lie in the instance's own memory: it is free when they have been sent.
            var response = await lease.Copy.PredictAsync(request, cancellationToken);
            response.RegisterForDispose(lease);
            return response;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lease = await _pool.RentAsync(cancellationToken);
        await foreach (var response in lease.Copy.PredictStreamAsync(request, cancellationToken))
        {
            yield return response;
        }
    }

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _first?.IsHealthyAsync(cancellationToken) ?? new(false);

    public override object? GetService(Type serviceType) =>
        base.GetService(serviceType) ?? _first?.GetService(serviceType);

    public override async ValueTask DisposeAsync()
    {
        Task change;
        lock (_reservations)
        {
            _isDisposed = true;
            change = _change;
        }

        await _stop.CancelAsync();
        await (_timer?.DisposeAsync() ?? default);
        await change;
        while (_pool.TryRemove() is { } copy)
        {
            await copy.DisposeAsync();
        }

        if (Interlocked.Exchange(ref _first, null) is { } first && _timer is null)
        {
            // Its load failed, so that it never came into the pool.
            await first.DisposeAsync();
        }

        while (_reservations.TryPop(out var reservation))
        {
            room.Release(reservation);
        }

        _pool.Dispose();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private void Check()
    {
        lock (_reservations)
        {
            if (_isDisposed)
            {
                return;
            }

            _timer!.Change(options.CheckInterval, Timeout.InfiniteTimeSpan);
            if (!_change.IsCompleted)
            {
                return;
            }

            var now = time.GetTimestamp();
            var interval = time.GetElapsedTime(_checkedAt, now);
            _checkedAt = now;
            var counts = _pool.TakeCounts();
            var copies = _pool.Count;
            _quietSince = CopyDemand.IsQuiet(options, copies, counts, interval) ? _quietSince : now;
            if (copies < options.Max && CopyDemand.IsBusy(options, copies, counts, interval))
            {
                _change = AddAsync();
            }
            else if (_quietSince != now
                && (room.IsShort(SizeInBytes) || time.GetElapsedTime(_quietSince, now) >= options.ScaleDownDelay))
            {
                _quietSince = now;
                _change = RemoveAsync();
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The copies that there are go on; whatever failed is logged.")]
    private async Task AddAsync()
    {
        if (!room.TryReserve(SizeInBytes, out var reservation))
        {
            return;
        }

        await Task.Yield();
        Predictor? copy = null;
        try
        {
            copy = create();
            await copy.LoadAsync(_context!, _stop.Token);
            _reservations.Push(reservation);
            _pool.Add(copy);
            MeshLog.CopyAdded(logger, _context!.ModelName, _pool.Count);
        }
        catch (Exception error)
        {
            if (!_stop.IsCancellationRequested)
            {
                MeshLog.CopyFailed(logger, error, _context!.ModelName);
            }

            room.Release(reservation);
            await (copy?.DisposeAsync() ?? default);
        }
    }

    private async Task RemoveAsync()
    {
        if (_pool.TryRemove() is not { } copy)
        {
            return;
        }

        if (ReferenceEquals(copy, _first))
        {
            // The one whose signature and size are the model's stays; another leaves at the next check.
            _pool.Add(copy);
            return;
        }

        await Task.Yield();
        await copy.DisposeAsync();
        room.Release(_reservations.Pop());
        MeshLog.CopyRemoved(logger, _context!.ModelName, _pool.Count);
    }
}
