namespace KServe;

/// <summary>The vectors of texts.</summary>
/// <param name="Vectors">One for each input: an embedding, the probabilities of classes, or one score;
/// for tasks by token the rows of all tokens.</param>
/// <param name="PromptTokens">The tokens of all inputs.</param>
public sealed record TextEncodingResult(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int PromptTokens);
