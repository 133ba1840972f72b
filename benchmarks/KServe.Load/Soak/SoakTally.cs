using System.Collections.Concurrent;

namespace KServe.Load.Soak;

/// <summary>Counts what becomes of the requests.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class SoakTally
{
    private const int MaxMessages = 10;
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly ConcurrentDictionary<string, long> _requests = new(StringComparer.Ordinal);
    private long _cancels;
    private long _errors;

    public IReadOnlyDictionary<string, long> Requests => _requests;

    public long Cancels => Volatile.Read(ref _cancels);

    public long Errors => Volatile.Read(ref _errors);

    public IEnumerable<string> Messages => _messages;

    public void Sent(string protocol) =>
        _requests.AddOrUpdate(protocol, 1, static (_, count) => count + 1);

    public void Cancelled() => Interlocked.Increment(ref _cancels);

    public void Failed(string message)
    {
        if (Interlocked.Increment(ref _errors) <= MaxMessages)
        {
            _messages.Enqueue(message);
        }
    }
}
