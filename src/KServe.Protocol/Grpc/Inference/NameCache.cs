namespace KServe.Protocol.Grpc;

/// <summary>Gives the same string for the same UTF-8 bytes without allocating it again.</summary>
/// <remarks>
/// Safe for concurrent use. The size is fixed: a name that is not found takes the place of another, so that names made
/// up by clients cost time, never memory. One instance serves a whole host.
/// </remarks>
public sealed class NameCache
{
    private const int SlotCount = 512;
    private const int MaxCachedLength = 128;

    private readonly Entry?[] _slots = new Entry?[SlotCount];

    /// <summary>Gets the text of UTF-8 bytes.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <returns>The text, the same instance as before when it is still cached.</returns>
    /// <exception cref="InferenceException">The bytes are not valid UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > MaxCachedLength)
        {
            return ProtoReader.ToText(utf8);
        }

        HashCode hash = default;
        hash.AddBytes(utf8);
        var index = hash.ToHashCode() & (SlotCount - 1);
        var first = Volatile.Read(ref _slots[index]);
        if (first is not null && utf8.SequenceEqual(first.Utf8))
        {
            return first.Text;
        }

        var second = Volatile.Read(ref _slots[index ^ 1]);
        if (second is not null && utf8.SequenceEqual(second.Utf8))
        {
            return second.Text;
        }

        var entry = new Entry(utf8.ToArray(), ProtoReader.ToText(utf8));
        Volatile.Write(ref _slots[first is null || second is not null ? index : index ^ 1], entry);
        return entry.Text;
    }

    private sealed class Entry(byte[] utf8, string text)
    {
        public readonly byte[] Utf8 = utf8;
        public readonly string Text = text;
    }
}
