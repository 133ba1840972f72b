namespace KServe.Runtime.Generative.Scheduling;

/// <summary>A sequence's part of a step.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Tokens">How many of its tokens are computed.</param>
/// <param name="LogitRows">How many of the last ones want logits.</param>
internal readonly record struct PlannedSequence(Sequence Sequence, int Tokens, int LogitRows);
