using System.Buffers.Binary;

namespace KServe.Kernels.Linear;

/// <summary>Quantized weights in blocks of 32 inputs.</summary>
internal abstract unsafe class BlockPanels : PanelFormat
{
    /// <summary>Gets the bytes of a block of a panel.</summary>
    protected abstract int BlockBytes { get; }

    public sealed override nuint GetPanelBytes(int columns) =>
        checked((nuint)Panels.Blocks(columns) * (nuint)BlockBytes);

    public sealed override bool TryPackRow(IWeightRows source, int row, byte* panel, int lane, Span<float> scratch)
    {
        if (CanTakeOver(source.Format) && source.Columns % Panels.BlockSize == 0)
        {
            return TryTakeOver(source.GetRow(row), source.Format, panel, lane, source.Columns / Panels.BlockSize);
        }

        source.ReadRow(row, scratch);
        var values = (Span<float>)stackalloc float[Panels.BlockSize];
        for (var block = 0; block < Panels.Blocks(source.Columns); block++)
        {
            var rest = scratch[(block * Panels.BlockSize)..];
            rest = rest[..Math.Min(rest.Length, Panels.BlockSize)];
            values.Clear();
            rest.CopyTo(values);
            if (!TryQuantize(values, panel + ((nint)block * BlockBytes), lane))
            {
                return false;
            }
        }

        return true;
    }

    public sealed override void ReadRow(byte* panel, int lane, Span<float> destination)
    {
        for (var column = 0; column < destination.Length; column++)
        {
            var block = panel + ((nint)(column / Panels.BlockSize) * BlockBytes);
            destination[column] = ReadNumber(block, lane, column % Panels.BlockSize);
        }
    }

    /// <summary>Gets whether blocks of a format can be taken over without quantizing anew.</summary>
    protected abstract bool CanTakeOver(WeightFormat stored);

    /// <summary>Takes over a stored row.</summary>
    protected abstract bool TryTakeOver(
        ReadOnlySpan<byte> stored,
        WeightFormat format,
        byte* panel,
        int lane,
        int blocks);

    /// <summary>Quantizes 32 numbers of a row.</summary>
    protected abstract bool TryQuantize(ReadOnlySpan<float> values, byte* block, int lane);

    /// <summary>Reads one number of a block.</summary>
    protected abstract float ReadNumber(byte* block, int lane, int index);

    /// <summary>Gets the number of a row in a line of binary16.</summary>
    protected static float ReadHalf(byte* line, int lane) =>
        (float)BitConverter.UInt16BitsToHalf(((ushort*)line)[PairIndex(lane)]);

    /// <summary>Writes the number of a row in a line of binary16.</summary>
    protected static void WriteHalf(byte* line, int lane, Half value) =>
        ((ushort*)line)[PairIndex(lane)] = BitConverter.HalfToUInt16Bits(value);

    /// <summary>Reads a stored binary16.</summary>
    protected static Half ReadStoredHalf(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadHalfLittleEndian(stored);
}
