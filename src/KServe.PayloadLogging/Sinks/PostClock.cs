namespace KServe.PayloadLogging;

/// <summary>Bounds the time of one attempt after the other.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class PostClock(TimeSpan timeout, TimeProvider time, CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _registration;

    /// <summary>Starts the time of an attempt.</summary>
    /// <returns>What is cancelled when its time is over, or by the stop.</returns>
    public CancellationToken Start()
    {
        if (_source?.TryReset() == true)
        {
            _source.CancelAfter(timeout);
        }
        else
        {
            Dispose();
            _source = new CancellationTokenSource(timeout, time);
            _registration = stop.UnsafeRegister(
                static state => ((CancellationTokenSource)state!).Cancel(), _source);
        }

        return _source.Token;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source?.Dispose();
        _source = null;
    }
}
