namespace KServe;

/// <summary>One message of a chat.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or
/// <c>tool</c>.</param>
/// <param name="Content">The text; <see langword="null"/> for a message that only calls tools.</param>
public sealed record ChatMessage(string Role, string? Content)
{
    /// <summary>Gets the name of the speaker; <see langword="null"/> for none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the id of the call that a tool's message answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Gets the calls that an assistant's message makes.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Gets the thoughts of an assistant before its answer; <see langword="null"/> for none.</summary>
    public string? Reasoning { get; init; }
}
