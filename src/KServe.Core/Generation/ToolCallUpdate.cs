namespace KServe;

/// <summary>A piece of a tool call.</summary>
/// <param name="Index">The call among those of its choice, from 0.</param>
/// <param name="Arguments">What follows of the arguments.</param>
public sealed record ToolCallUpdate(int Index, string Arguments)
{
    /// <summary>Gets the id, in the first piece of a call.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the tool, in the first piece of a call.</summary>
    public string? Name { get; init; }
}
