namespace KServe.Tool.Chat;

/// <summary>Holds what one side said.</summary>
internal sealed record ChatTurn(string Role, string Text);
