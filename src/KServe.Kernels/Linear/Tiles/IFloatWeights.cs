namespace KServe.Kernels.Linear;

/// <summary>Reads a column of a panel of floating-point weights.</summary>
internal unsafe interface IFloatWeights<TFloat>
    where TFloat : struct
{
    /// <summary>Gets the bytes of a column of a panel.</summary>
    static abstract int ColumnBytes { get; }

    /// <summary>Gets the bytes between the words of neighbouring lanes.</summary>
    static abstract int LaneBytes { get; }

    /// <summary>Reads the rows at a place of the panel's first half.</summary>
    static abstract TFloat Low(byte* source);

    /// <summary>Reads the rows at the same place of the second half.</summary>
    static abstract TFloat High(byte* source);
}
