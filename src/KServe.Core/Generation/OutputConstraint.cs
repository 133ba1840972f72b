namespace KServe;

/// <summary>Says what a generated text has to look like.</summary>
/// <param name="Kind">The language of the definition.</param>
/// <param name="Definition">The schema, expression or grammar; empty for
/// <see cref="OutputConstraintKind.JsonObject"/>.</param>
public sealed record OutputConstraint(OutputConstraintKind Kind, string Definition = "")
{
    /// <summary>Gets the name that the client gave a schema; <see langword="null"/> for none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets what the client says a schema is for; <see langword="null"/> for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Gets whether the client asks for a schema to be held to; <see langword="null"/> when it does not
    /// say.</summary>
    public bool? IsStrict { get; init; }

    /// <summary>Gets the texts to choose from, for <see cref="OutputConstraintKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Gets the field of the request that errors name; <see langword="null"/> for none.</summary>
    public string? Parameter { get; init; }
}
