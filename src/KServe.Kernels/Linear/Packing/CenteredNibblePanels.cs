namespace KServe.Kernels.Linear;

/// <summary>Weights of 4 bits around 8, as Q4_0, which it takes over exactly.</summary>
internal sealed unsafe class CenteredNibblePanels : NibbleBlockPanels
{
    private const int StoredBytes = sizeof(ushort) + PackedBytes;

    public override WeightFormat Format => WeightFormat.Q4_0;

    protected override int HeaderBytes => BlockLayout.WordBytes;

    protected override bool CanTakeOver(WeightFormat stored) => stored == WeightFormat.Q4_0;

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
            WriteHalves(source[sizeof(ushort)..], target, lane);
        }

        return true;
    }

    protected override bool TryQuantize(ReadOnlySpan<float> values, byte* block, int lane)
    {
        // The number of the largest magnitude becomes -8, so that all 16 steps are used.
        var extreme = 0f;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }

            extreme = MathF.Abs(value) > MathF.Abs(extreme) ? value : extreme;
        }

        var scale = (Half)(extreme / -Offset);
        if (!Half.IsFinite(scale))
        {
            return false;
        }

        WriteHalf(block, lane, scale);
        var width = (float)scale;
        for (var i = 0; i < values.Length; i++)
        {
            var number = width == 0 ? 0 : (int)MathF.Round(values[i] / width);
            WriteNibble(block, lane, i, Math.Clamp(number + Offset, 0, Largest));
        }

        return true;
    }

    protected override float ReadNumber(byte* block, int lane, int index) =>
        ReadHalf(block, lane) * (ReadNibble(block, lane, index) - Offset);
}
