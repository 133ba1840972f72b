using System.Buffers.Binary;

namespace KServe.Kernels.Linear;

/// <summary>Weights of 16 bits: per column 16 words of two rows each.</summary>
internal abstract unsafe class PairPanels : PanelFormat
{
    // A column is 64 bytes.
    public override nuint GetPanelBytes(int columns) => checked((nuint)columns * Panels.Rows * sizeof(ushort));

    public override bool TryPackRow(IWeightRows source, int row, byte* panel, int lane, Span<float> scratch)
    {
        var stored = source.GetRow(row);
        var target = (ushort*)panel + PairIndex(lane);
        for (var column = 0; column < source.Columns; column++)
        {
            var bits = BinaryPrimitives.ReadUInt16LittleEndian(stored[(column * sizeof(ushort))..]);
            if (!CanHold(bits))
            {
                return false;
            }

            *target = bits;
            target += Panels.Rows;
        }

        return true;
    }

    public override void ReadRow(byte* panel, int lane, Span<float> destination)
    {
        var source = (ushort*)panel + PairIndex(lane);
        foreach (ref var value in destination)
        {
            value = Widen(*source);
            source += Panels.Rows;
        }
    }

    protected abstract bool CanHold(ushort bits);

    protected abstract float Widen(ushort bits);
}
