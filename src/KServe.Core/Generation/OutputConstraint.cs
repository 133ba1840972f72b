namespace KServe;

/// <summary>Says what a generated text has to look like.</summary>
/// <param name="Kind">The language of the definition.</param>
/// <param name="Definition">The schema, expression or grammar; empty for
/// <see cref="OutputConstraintKind.JsonObject"/>.</param>
public sealed record OutputConstraint(OutputConstraintKind Kind, string Definition = "")
{
    /// <summary>Gets the texts to choose from, for <see cref="OutputConstraintKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Gets the field of the request that errors name; <see langword="null"/> for none.</summary>
    public string? Parameter { get; init; }
}
