namespace KServe.ControlPlane;

/// <summary>A model that a resource brings about.</summary>
/// <param name="Key">The resource.</param>
/// <param name="ModelName">The name of the model.</param>
/// <param name="Content">All that the model depends on: it is loaded anew only when this is another.</param>
internal sealed record OwnedModel(ResourceKey Key, string ModelName, string Content)
{
    /// <summary>Gets the further names by which OpenAI's clients call it.</summary>
    public IReadOnlyList<string> ServedNames { get; init; } = [];
}
