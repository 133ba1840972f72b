using System.Numerics.Tensors;

namespace KServe.Kernels.Linear;

/// <summary>Weights of 8 bits: a binary16 scale per row and block, and bytes around 128.</summary>
/// <remarks>Takes Q8_0 over exactly; numbers are quantized with the least scale that holds the largest.</remarks>
internal sealed unsafe class ByteBlockPanels : BlockPanels
{
    /// <summary>What bytes are larger by than the numbers they stand for, because kernels want no sign.</summary>
    public const int Offset = 128;

    private const int StoredBytes = sizeof(ushort) + Panels.BlockSize;
    private const int Largest = 127;

    public override WeightFormat Format => WeightFormat.Q8_0;

    protected override int BlockBytes => BlockLayout.WordBytes + (Panels.Rows * Panels.BlockSize);

    protected override bool CanTakeOver(WeightFormat stored) => stored == WeightFormat.Q8_0;

    protected override bool TryTakeOver(
        ReadOnlySpan<byte> stored,
        WeightFormat format,
        byte* panel,
        int lane,
        int blocks)
    {
        for (var block = 0; block < blocks; block++)
        {
            var source = stored.Slice(block * StoredBytes, StoredBytes);
            var target = panel + ((nint)block * BlockBytes);
            var scale = ReadStoredHalf(source);
            if (!Half.IsFinite(scale))
            {
                return false;
            }

            WriteHalf(target, lane, scale);
            for (var i = 0; i < Panels.BlockSize; i++)
            {
                *ByteOf(target, lane, i) = (byte)(source[sizeof(ushort) + i] ^ Offset);
            }
        }

        return true;
    }

    protected override bool TryQuantize(ReadOnlySpan<float> values, byte* block, int lane)
    {
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(values));
        var scale = (Half)(largest / Largest);
        if ((float)scale * Largest < largest)
        {
            scale = Half.BitIncrement(scale);
        }

        if (!Half.IsFinite(scale))
        {
            return false;
        }

        WriteHalf(block, lane, scale);
        var width = (float)scale;
        for (var i = 0; i < values.Length; i++)
        {
            var number = width == 0 ? 0 : (int)MathF.Round(values[i] / width);
            *ByteOf(block, lane, i) = (byte)(Math.Clamp(number, -Largest, Largest) + Offset);
        }

        return true;
    }

    protected override float ReadNumber(byte* block, int lane, int index) =>
        ReadHalf(block, lane) * (*ByteOf(block, lane, index) - Offset);

    private static byte* ByteOf(byte* block, int lane, int index) =>
        block + BlockLayout.WordBytes + (index / Panels.GroupSize * Panels.Rows * Panels.GroupSize)
            + (lane * Panels.GroupSize) + (index % Panels.GroupSize);
}
