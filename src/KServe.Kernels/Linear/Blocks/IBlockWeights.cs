namespace KServe.Kernels.Linear;

/// <summary>Reads a group of four inputs of a panel of quantized weights, as bytes without sign.</summary>
internal unsafe interface IBlockWeights<TInt>
    where TInt : struct
{
    /// <summary>Gets whether a minimum per row follows the scales of a block.</summary>
    static abstract bool HasMinimum { get; }

    /// <summary>Gets the bytes of a group.</summary>
    static abstract int GroupBytes { get; }

    /// <summary>Reads the rows at a place of the panel's first half.</summary>
    static abstract TInt Low(byte* source);

    /// <summary>Reads the rows at the same place of the second half.</summary>
    static abstract TInt High(byte* source);
}
