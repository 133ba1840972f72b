namespace KServe.Kernels.Linear;

/// <summary>Weights in binary32: per column 32 rows.</summary>
internal sealed unsafe class SinglePanels : PanelFormat
{
    public override WeightFormat Format => WeightFormat.F32;

    public override nuint GetPanelBytes(int columns) => checked((nuint)columns * Panels.Rows * sizeof(float));

    public override bool TryPackRow(IWeightRows source, int row, byte* panel, int lane, Span<float> scratch)
    {
        source.ReadRow(row, scratch);
        var target = (float*)panel + lane;
        foreach (var value in scratch)
        {
            *target = value;
            target += Panels.Rows;
        }

        return true;
    }

    public override void ReadRow(byte* panel, int lane, Span<float> destination)
    {
        var source = (float*)panel + lane;
        foreach (ref var value in destination)
        {
            value = *source;
            source += Panels.Rows;
        }
    }
}
