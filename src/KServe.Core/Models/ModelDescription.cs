namespace KServe;

/// <summary>Describes a model as code or configuration put it together; immutable.</summary>
/// <param name="Name">The name that clients call.</param>
/// <param name="Options">The options of the model; not to be changed.</param>
public sealed record ModelDescription(string Name, ModelOptions Options)
{
    /// <summary>Gets the transformers, the outermost first.</summary>
    /// <value>The names they were registered with; of others the name of the class.</value>
    public IReadOnlyList<string> Transformers { get; init; } = [];

    /// <summary>Gets the explainer.</summary>
    /// <value>The name it was registered with, or the name of the class; none by default.</value>
    public string? Explainer { get; init; }

    /// <summary>Gets what parts say of themselves, such as the options of payload logs.</summary>
    public IReadOnlyList<object> Features { get; init; } = [];
}
