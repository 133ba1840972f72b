using System.Collections.Concurrent;
using System.Numerics;

namespace KServe;

/// <summary>Keeps a bounded number of bytes in large arrays that any thread can take.</summary>
/// <remarks>
/// <see cref="System.Buffers.ArrayPool{T}.Shared"/> keeps the array that was returned last with the thread that
/// returned it. A request often ends on another thread than the one the next begins on: for large arrays that means new
/// ones, megabytes at a time, and full collections. Safe for concurrent use.
/// </remarks>
internal sealed class LargeArrayCache
{
    /// <summary>The shortest array that is kept.</summary>
    public const int MinLength = 1 << 17;

    private const int MaxLength = 1 << 26;
    private const long MaxKeptBytes = 64L << 20;

    // One queue per power of two from MinLength to MaxLength.
    private readonly ConcurrentQueue<byte[]>[] _buckets =
        [.. Enumerable.Range(0, GetBucket(MaxLength) + 1).Select(static _ => new ConcurrentQueue<byte[]>())];

    private long _keptBytes;

    /// <summary>Takes an array of at least a length; null when none is kept.</summary>
    public byte[]? TryTake(int length)
    {
        // The shared pool rounds lengths up to powers of two: whose array is kept must look for it here again.
        if (length is <= MinLength / 2 or > MaxLength || !_buckets[GetBucket(length)].TryDequeue(out var array))
        {
            return null;
        }

        Interlocked.Add(ref _keptBytes, -array.Length);
        return array;
    }

    /// <summary>Keeps an array unless there are enough.</summary>
    public bool TryKeep(byte[] array)
    {
        if (array.Length is < MinLength or > MaxLength || !BitOperations.IsPow2(array.Length))
        {
            return false;
        }

        if (Interlocked.Add(ref _keptBytes, array.Length) > MaxKeptBytes)
        {
            Interlocked.Add(ref _keptBytes, -array.Length);
            return false;
        }

        _buckets[GetBucket(array.Length)].Enqueue(array);
        return true;
    }

    private static int GetBucket(int length) =>
        BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)length)) - BitOperations.Log2(MinLength);
}
