namespace KServe.Generative;

/// <summary>The matrices of a decoder.</summary>
internal sealed record ModelShape(
    int Hidden,
    int Intermediate,
    int Heads,
    int KeyHeads,
    int HeadSize,
    int Layers,
    int Vocabulary)
{
    /// <summary>The shape of Qwen2.5-0.5B, whose embeddings are its head too.</summary>
    public static ModelShape Qwen { get; } = new(896, 4864, 14, 2, 64, 24, 151_936);

    /// <summary>Gets rows and columns of a layer's matrices: attention in, attention out, gate and up, down.</summary>
    public (int Rows, int Columns)[] LayerMatrices =>
    [
        ((Heads + (2 * KeyHeads)) * HeadSize, Hidden),
        (Hidden, Heads * HeadSize),
        (2 * Intermediate, Hidden),
        (Hidden, Intermediate),
    ];

    /// <summary>Gets the floating-point operations of the matrices for a token of a prompt, the head left out.</summary>
    public double PromptOperations =>
        2.0 * Layers * LayerMatrices.Sum(static matrix => (double)matrix.Rows * matrix.Columns);
}
