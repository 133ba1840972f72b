namespace KServe.AspNetCore;

/// <summary>The token of one request.</summary>
internal readonly struct Deadline(
    Deadlines owner,
    DeadlineSource source,
    CancellationTokenRegistration registration) : IDisposable
{
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        // Waits for a cancel that is under way, so that it cannot reach the next request.
        registration.Dispose();
        owner.Return(source);
    }
}
