namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>The tokens of one text on their way through an encoder.</summary>
/// <param name="Ids">The ids, at least one.</param>
/// <param name="Types">The segment of each.</param>
internal sealed record EncoderInput(int[] Ids, int[] Types)
{
    /// <summary>Gets the places of the tokens whose outputs are wanted; empty for all.</summary>
    public int[] Chosen { get; init; } = [];

    /// <summary>Gets begin and end of every token in its text; empty for tokens that came without one.</summary>
    public IReadOnlyList<(int Start, int End)> Offsets { get; init; } = [];
}
