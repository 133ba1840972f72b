using KServe.Runtime.Generative.Tokenization.PreTokenizers;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>What the name of a split in a GGUF file stands for.</summary>
/// <param name="PreTokenizer">Cuts the text and writes it as bytes.</param>
/// <param name="IgnoresMerges">Whether a word that is a token is taken as it is.</param>
/// <param name="AddsBos">Whether the first token is added unless the file says otherwise.</param>
internal sealed record GgufSplit(PreTokenizer PreTokenizer, bool IgnoresMerges, bool AddsBos);
