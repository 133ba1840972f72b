namespace KServe.Runtime.Generative.Tools;

/// <summary>A part of an answer: text or a call.</summary>
/// <param name="Text">The text; null for a call.</param>
/// <param name="Call">The call, without an id as the model gives none; null for text.</param>
internal sealed record ToolCallPart(string? Text, ToolCall? Call);
