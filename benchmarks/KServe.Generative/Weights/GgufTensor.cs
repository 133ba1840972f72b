namespace KServe.Generative.Weights;

/// <summary>A tensor of a GGUF file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Rows">The rows; 0 for a vector.</param>
/// <param name="Columns">The numbers in a row.</param>
internal sealed record GgufTensor(string Name, GgufNumbers Type, int Rows, int Columns)
{
    /// <summary>Gets the bytes of all rows.</summary>
    public long Bytes => Math.Max(Rows, 1) * (long)Columns / Type.BlockSize * Type.BlockBytes;
}
