namespace KServe;

/// <summary>Follows one stream and counts once how it ended.</summary>
/// <remarks>For the one task that reads the stream.</remarks>
internal sealed class StreamVerdict(TrafficWindow? window, TimeSpan requestTimeout, TimeProvider time) : IDisposable
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan? _first;
    private bool _isOver;

    /// <summary>Notes that a response has come, or that the stream has ended without one.</summary>
    public void Answered() => _first ??= time.GetElapsedTime(_start);

    /// <summary>Counts a failure, whenever in the stream it happens.</summary>
    public void Failed(Exception error)
    {
        var elapsed = time.GetElapsedTime(_start);
        if (RevisionTap.IsVerdict(error, elapsed >= requestTimeout))
        {
            window?.Add(TrafficKind.Stream, _first ?? elapsed, RevisionTap.IsFailure(error));
        }

        _isOver = true;
    }

    /// <summary>Counts a stream that has answered, even if its client left before the end.</summary>
    public void Dispose()
    {
        if (!_isOver && _first is { } latency)
        {
            window?.Add(TrafficKind.Stream, latency, isFailure: false);
        }

        _isOver = true;
    }
}
