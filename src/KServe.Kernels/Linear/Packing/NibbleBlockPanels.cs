namespace KServe.Kernels.Linear;

/// <summary>Weights of 4 bits: per row and block a binary16 scale, and perhaps a binary16 minimum.</summary>
internal abstract unsafe class NibbleBlockPanels : BlockPanels
{
    /// <summary>What numbers without a minimum are larger by than what they stand for.</summary>
    public const int Offset = 8;

    /// <summary>The largest number of 4 bits.</summary>
    protected const int Largest = 15;

    /// <summary>The bytes that 32 numbers are stored in.</summary>
    protected const int PackedBytes = Panels.BlockSize / 2;

    /// <summary>Gets the bytes before the numbers of a block.</summary>
    protected abstract int HeaderBytes { get; }

    protected sealed override int BlockBytes => HeaderBytes + (Panels.Rows * PackedBytes);

    /// <summary>Takes over numbers of which one byte holds the first and the seventeenth, and so on.</summary>
    protected void WriteHalves(ReadOnlySpan<byte> packed, byte* block, int lane)
    {
        for (var i = 0; i < PackedBytes; i++)
        {
            WriteNibble(block, lane, i, packed[i] & Largest);
            WriteNibble(block, lane, i + PackedBytes, packed[i] >> 4);
        }
    }

    /// <summary>Writes a number into a block that was cleared.</summary>
    protected void WriteNibble(byte* block, int lane, int index, int value) =>
        *ByteOf(block, lane, index) |= (byte)(lane < Panels.Half ? value : value << 4);

    /// <summary>Reads a number.</summary>
    protected int ReadNibble(byte* block, int lane, int index) =>
        lane < Panels.Half ? *ByteOf(block, lane, index) & Largest : *ByteOf(block, lane, index) >> 4;

    private byte* ByteOf(byte* block, int lane, int index) =>
        block + HeaderBytes + (index / Panels.GroupSize * BlockLayout.WordBytes)
            + (lane % Panels.Half * Panels.GroupSize) + (index % Panels.GroupSize);
}
