using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>A token's log-probability and its place among all tokens.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logprob">The natural logarithm of its probability, before temperature and filters.</param>
/// <param name="Rank">How many tokens are at least as likely; 1 is the likeliest.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankedToken(int Token, float Logprob, int Rank);
