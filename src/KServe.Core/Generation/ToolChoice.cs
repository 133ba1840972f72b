namespace KServe;

/// <summary>Says whether and which tools a model calls.</summary>
/// <param name="Mode">The kind of choice.</param>
/// <param name="Name">The tool to call, for <see cref="ToolChoiceMode.Named"/>.</param>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null)
{
    /// <summary>Gets the choice of the model itself.</summary>
    public static ToolChoice Auto { get; } = new(ToolChoiceMode.Auto);

    /// <summary>Gets the choice of no tool.</summary>
    public static ToolChoice None { get; } = new(ToolChoiceMode.None);

    /// <summary>Gets the choice of any tool, but at least one.</summary>
    public static ToolChoice Required { get; } = new(ToolChoiceMode.Required);
}
