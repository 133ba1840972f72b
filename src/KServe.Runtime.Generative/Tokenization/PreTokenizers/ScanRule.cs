namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Matches one alternative of a known pattern at a place.</summary>
/// <returns>Where the match ends, or -1.</returns>
internal delegate int ScanRule(ReadOnlySpan<char> text, int at);
