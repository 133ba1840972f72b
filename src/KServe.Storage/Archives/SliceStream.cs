namespace KServe.Storage.Archives;

/// <summary>Shows a slice of a file as a stream of its own.</summary>
internal sealed class SliceStream(Stream inner, long length, bool deflated) : ReadOnlyStream
{
    // The inflater reads whole buffers and swallows what follows its data. Fed byte by byte at the end, it takes no
    // byte too many, and whether the slice was used up says whether anything follows.
    private const int DeflatedTail = 4096;

    private readonly int _tail = deflated ? DeflatedTail : 0;

    public long Remaining { get; private set; } = length;

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Remaining > _tail ? Remaining - _tail : Math.Min(Remaining, 1));
        int read = inner.Read(buffer[..wanted]);
        Remaining -= read;
        return read;
    }
}
