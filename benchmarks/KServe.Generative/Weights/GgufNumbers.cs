namespace KServe.Generative.Weights;

/// <summary>How a GGUF file stores numbers.</summary>
/// <param name="Id">The format's number for it.</param>
/// <param name="FileType">The number of a file whose matrices are stored so.</param>
/// <param name="BlockSize">The numbers of a block.</param>
/// <param name="BlockBytes">The bytes of a block.</param>
internal sealed record GgufNumbers(uint Id, uint FileType, int BlockSize, int BlockBytes)
{
    public static GgufNumbers F32 { get; } = new(0, 0, 1, sizeof(float));

    public static GgufNumbers Q4 { get; } = new(2, 2, 32, 18);

    public static GgufNumbers Q8 { get; } = new(8, 7, 32, 34);
}
