namespace KServe;

/// <summary>The tokens of a prompt.</summary>
/// <param name="Ids">The ids.</param>
/// <param name="Texts">The texts of the tokens; <see langword="null"/> when they were not asked for.</param>
public sealed record TextTokens(IReadOnlyList<int> Ids, IReadOnlyList<string>? Texts = null);
