using System.Collections.Concurrent;

namespace KServe.AspNetCore;

/// <summary>Keeps a few replies for the next requests.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class ReplyPool : IDisposable
{
    private const int MaxKept = 64;
    private const int MaxKeptBytes = 64 << 10;

    private readonly ConcurrentQueue<Reply> _kept = new();

    public Reply Rent() => _kept.TryDequeue(out var reply) ? reply : new Reply();

    public void Return(Reply reply)
    {
        // Large buffers go back to where everybody can have them.
        if (reply.Buffer.WrittenCount > MaxKeptBytes || _kept.Count >= MaxKept)
        {
            reply.Dispose();
            return;
        }

        reply.Reset();
        _kept.Enqueue(reply);
    }

    public void Dispose()
    {
        while (_kept.TryDequeue(out var reply))
        {
            reply.Dispose();
        }
    }
}
