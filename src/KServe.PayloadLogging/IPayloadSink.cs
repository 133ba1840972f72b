namespace KServe.PayloadLogging;

/// <summary>Takes events to where they are kept.</summary>
/// <remarks>Called by one caller at a time, off the way of requests. A sink that waits costs events, not
/// requests.</remarks>
public interface IPayloadSink : IAsyncDisposable
{
    /// <summary>Writes events in their order, or as far as it can.</summary>
    /// <param name="events">One event or more; their data are valid during the call only.</param>
    /// <param name="cancellationToken">Cancelled when the host ends and waits no longer.</param>
    /// <returns>How many events arrived; the others count as failed, as all do after an exception.</returns>
    ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken);
}
