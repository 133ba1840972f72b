using System.Collections.Concurrent;

namespace KServe.Load.Crash;

/// <summary>Counts what becomes of requests to servers that are killed.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class CrashTally
{
    private const int MaxMessages = 10;
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly Lock _lock = new();
    private long _answers;
    private long _lost;
    private long _reloads;
    private int _newest;

    /// <summary>Gets the newest file of which an answer has come.</summary>
    public int Newest => Volatile.Read(ref _newest);

    public long AnswerCount => Volatile.Read(ref _answers);

    public long LostCount => Volatile.Read(ref _lost);

    public long ReloadCount => Volatile.Read(ref _reloads);

    public IReadOnlyList<string> Violations => [.. _violations.Take(MaxMessages)];

    /// <summary>Notes an answer, and the newest that was known before its request.</summary>
    public void Answered(int number, int known)
    {
        Interlocked.Increment(ref _answers);
        if (number < known)
        {
            Violate($"an answer of file {number} after one of file {known}");
        }

        lock (_lock)
        {
            _newest = Math.Max(_newest, number);
        }
    }

    public void Lost() => Interlocked.Increment(ref _lost);

    public void Reloaded() => Interlocked.Increment(ref _reloads);

    public void Violate(string message) => _violations.Enqueue(message);
}
