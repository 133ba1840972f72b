namespace KServe;

/// <summary>The vectors of texts.</summary>
/// <param name="Vectors">One for each input: an embedding, the probabilities of classes, or one score;
/// for tasks by token the rows of all tokens.</param>
/// <param name="PromptTokens">The tokens of all inputs.</param>
public sealed record TextEncodingResult(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int PromptTokens)
{
    /// <summary>Gets the name of the most probable class of each input, for models that do not know all of their
    /// <see cref="TextEncodingModel.Labels"/>.</summary>
    /// <value>Default: empty. <see langword="null"/> for a class without a name.</value>
    public IReadOnlyList<string?> BestLabels { get; init; } = [];
}
