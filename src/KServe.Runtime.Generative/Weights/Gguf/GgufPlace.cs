namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Where the next tensor of a file must begin: behind the one before, aligned.</summary>
/// <param name="alignment">A power of two.</param>
internal sealed class GgufPlace(uint alignment)
{
    /// <summary>Gets the offset of the next tensor.</summary>
    public ulong Next { get; private set; }

    /// <summary>Gets the end of the last tensor, without its padding, which files may leave out.</summary>
    public long End { get; private set; }

    /// <summary>Adds a tensor.</summary>
    /// <returns><see langword="false"/> when the offsets leave 64 bits.</returns>
    public bool TryAdd(Int128 bytes)
    {
        var end = Next + bytes;
        var next = Align(end);
        if (next > long.MaxValue)
        {
            return false;
        }

        End = (long)end;
        Next = (ulong)next;
        return true;
    }

    public Int128 Align(Int128 position) => (position + alignment - 1) / alignment * alignment;
}
