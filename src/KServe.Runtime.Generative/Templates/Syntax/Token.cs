namespace KServe.Runtime.Generative.Templates.Syntax;

/// <summary>A part of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; for texts in quotes, what they stand for.</param>
/// <param name="Line">The line it begins in.</param>
internal sealed record Token(TokenKind Kind, string Text, int Line);
