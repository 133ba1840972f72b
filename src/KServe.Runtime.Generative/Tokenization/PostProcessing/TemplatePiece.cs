namespace KServe.Runtime.Generative.Tokenization.PostProcessing;

/// <summary>One part of a template: a text, or special tokens.</summary>
/// <param name="Sequence">0 or 1 for a text, -1 for special tokens.</param>
/// <param name="Ids">The special tokens.</param>
/// <param name="Tokens">Their texts.</param>
/// <param name="TypeId">The type of all tokens of the part.</param>
internal sealed record TemplatePiece(int Sequence, int[] Ids, string[] Tokens, int TypeId);
