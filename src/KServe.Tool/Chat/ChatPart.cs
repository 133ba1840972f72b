namespace KServe.Tool.Chat;

/// <summary>Holds a piece of an answer, and in its last one why it ended.</summary>
internal sealed record ChatPart(string Text, string? FinishReason);
