using System.Numerics.Tensors;

namespace KServe.Kernels.Linear;

/// <summary>Weights of 4 bits above a minimum, as Q4_1, which it takes over exactly.</summary>
/// <remarks>
/// Q4_K keeps its 4-bit numbers; the product of a sub-block's scale with its block's, and of minimums, is rounded to
/// binary16, which changes a number by less than 1/2000 of its sub-block's range.
/// </remarks>
internal sealed unsafe class RaisedNibblePanels : NibbleBlockPanels
{
    private const int StoredBytes = (2 * sizeof(ushort)) + PackedBytes;

    public override WeightFormat Format => WeightFormat.Q4_1;

    protected override int HeaderBytes => BlockLayout.WordBytes * 2;

    protected override bool CanTakeOver(WeightFormat stored) => stored is WeightFormat.Q4_1 or WeightFormat.Q4_K;

    protected override bool TryTakeOver(
        ReadOnlySpan<byte> stored,
        WeightFormat format,
        byte* panel,
        int lane,
        int blocks)
    {
        for (var block = 0; block < blocks; block++)
        {
            var target = panel + ((nint)block * BlockBytes);
            var isHeld = format == WeightFormat.Q4_K
                ? TryTakeOverK(stored.Slice(block / SuperBlock.SubBlocks * SuperBlock.Bytes, SuperBlock.Bytes),
                    block % SuperBlock.SubBlocks, target, lane)
                : TryTakeOver(stored.Slice(block * StoredBytes, StoredBytes), target, lane);
            if (!isHeld)
            {
                return false;
            }
        }

        return true;
    }

    protected override bool TryQuantize(ReadOnlySpan<float> values, byte* block, int lane)
    {
        var least = TensorPrimitives.Min(values);
        var minimum = (Half)least;
        var scale = (Half)((TensorPrimitives.Max(values) - (float)minimum) / Largest);
        if (!TryWriteHeader(block, lane, scale, minimum))
        {
            return false;
        }

        var (width, start) = ((float)scale, (float)minimum);
        for (var i = 0; i < values.Length; i++)
        {
            var number = width == 0 ? 0 : (int)MathF.Round((values[i] - start) / width);
            WriteNibble(block, lane, i, Math.Clamp(number, 0, Largest));
        }

        return true;
    }

    protected override float ReadNumber(byte* block, int lane, int index) =>
        (ReadHalf(block, lane) * ReadNibble(block, lane, index)) + ReadHalf(block + BlockLayout.WordBytes, lane);

    private static bool TryWriteHeader(byte* block, int lane, Half scale, Half minimum)
    {
        if (!Half.IsFinite(scale) || !Half.IsFinite(minimum))
        {
            return false;
        }

        WriteHalf(block, lane, scale);
        WriteHalf(block + BlockLayout.WordBytes, lane, minimum);
        return true;
    }

    private bool TryTakeOver(ReadOnlySpan<byte> source, byte* block, int lane)
    {
        if (!TryWriteHeader(block, lane, ReadStoredHalf(source), ReadStoredHalf(source[sizeof(ushort)..])))
        {
            return false;
        }

        WriteHalves(source[(2 * sizeof(ushort))..], block, lane);
        return true;
    }

    private bool TryTakeOverK(ReadOnlySpan<byte> source, int subBlock, byte* block, int lane)
    {
        var (scale, minimum) = SuperBlock.ReadScales(source, subBlock);
        if (!TryWriteHeader(block, lane, (Half)scale, (Half)minimum))
        {
            return false;
        }

        var numbers = SuperBlock.GetNumbers(source, subBlock);
        for (var i = 0; i < Panels.BlockSize; i++)
        {
            WriteNibble(block, lane, i, subBlock % 2 == 0 ? numbers[i] & Largest : numbers[i] >> 4);
        }

        return true;
    }
}
