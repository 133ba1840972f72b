namespace KServe.PayloadLogging;

/// <summary>A sink that does all its work on the thread of its caller, and on threads of the same kind.</summary>
internal interface IThreadedPayloadSink : IPayloadSink
{
    /// <summary>Does what <see cref="IPayloadSink.WriteAsync"/> does, and blocks until it is done.</summary>
    int Write(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken);
}
