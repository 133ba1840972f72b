namespace KServe.Runtime.Generative.Sampling;

/// <summary>A chosen token.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logprobs">What is reported of it; null when nothing was asked for.</param>
internal readonly record struct Sample(int Token, RankedTokens? Logprobs);
