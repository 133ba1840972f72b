namespace KServe.Runtime.Generative.Sampling;

/// <summary>What is reported of one token: itself and the likeliest, or those that were asked for.</summary>
/// <param name="Chosen">The token of the sequence.</param>
/// <param name="Others">The likeliest tokens in descending order, or the ones asked for in their order.</param>
internal sealed record RankedTokens(RankedToken Chosen, RankedToken[] Others);
