namespace KServe.Kernels.Linear;

/// <summary>How one precision lies in panels.</summary>
internal abstract unsafe class PanelFormat
{
    /// <summary>Gets the stored format that the panels are equal to.</summary>
    public abstract WeightFormat Format { get; }

    /// <summary>Gets the bytes of a panel, a multiple of 64.</summary>
    public abstract nuint GetPanelBytes(int columns);

    /// <summary>Writes one row into a panel that was cleared.</summary>
    /// <returns><see langword="false"/> when the row holds a number that this precision cannot hold.</returns>
    public abstract bool TryPackRow(IWeightRows source, int row, byte* panel, int lane, Span<float> scratch);

    /// <summary>Reads one row as numbers.</summary>
    public abstract void ReadRow(byte* panel, int lane, Span<float> destination);

    /// <summary>Gets where in a column of pairs a row has its 16 bits.</summary>
    protected static int PairIndex(int lane) => lane < Panels.Half ? lane * 2 : ((lane - Panels.Half) * 2) + 1;
}
