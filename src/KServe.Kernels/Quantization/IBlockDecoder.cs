namespace KServe.Kernels.Quantization;

/// <summary>Decodes the blocks of one format.</summary>
internal interface IBlockDecoder
{
    /// <summary>Gets the numbers in a block.</summary>
    static abstract int Size { get; }

    /// <summary>Gets the bytes of a block.</summary>
    static abstract int Bytes { get; }

    /// <summary>Decodes one block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="destination">Takes the numbers.</param>
    static abstract void Decode(ReadOnlySpan<byte> block, Span<float> destination);
}
