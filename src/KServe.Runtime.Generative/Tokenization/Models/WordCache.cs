using System.Collections.Concurrent;

namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>The tokens of short words that came up before.</summary>
/// <remarks>Bounded: when it is full it takes no more. Thread-safe.</remarks>
internal sealed class WordCache
{
    private const int MostWords = 1 << 15;
    private const int LongestWord = 32;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _count;

    /// <summary>Creates an empty cache.</summary>
    public WordCache() => _lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds a word's tokens to a buffer if they are known.</summary>
    public bool TryAdd(ReadOnlySpan<char> word, int origin, TokenBuffer output)
    {
        if (word.Length > LongestWord || !_lookup.TryGetValue(word, out var entry))
        {
            return false;
        }

        for (var i = 0; i < entry.Ids.Length; i++)
        {
            output.Add(entry.Ids[i], origin + entry.Starts[i], origin + entry.Ends[i]);
        }

        return true;
    }

    /// <summary>Remembers the tokens that a word was given.</summary>
    public void Keep(ReadOnlySpan<char> word, int origin, TokenBuffer output, int from)
    {
        if (word.Length > LongestWord || Volatile.Read(ref _count) >= MostWords)
        {
            return;
        }

        var ids = output.Ids[from..].ToArray();
        var starts = new byte[ids.Length];
        var ends = new byte[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            starts[i] = (byte)(output.Starts[from + i] - origin);
            ends[i] = (byte)(output.Ends[from + i] - origin);
        }

        if (_entries.TryAdd(word.ToString(), new Entry(ids, starts, ends)))
        {
            Interlocked.Increment(ref _count);
        }
    }

    private sealed record Entry(int[] Ids, byte[] Starts, byte[] Ends);
}
