namespace KServe;

/// <summary>Tells which transformers and explainers were registered by name.</summary>
/// <remarks>Safe for concurrent use. A singleton in DI.</remarks>
public sealed class RegisteredParts
{
    private readonly NamedParts<Transformer> _transformers;
    private readonly NamedParts<Explainer> _explainers;

    internal RegisteredParts(NamedParts<Transformer> transformers, NamedParts<Explainer> explainers) =>
        (_transformers, _explainers) = (transformers, explainers);

    /// <summary>Tells whether a transformer was registered.</summary>
    /// <param name="name">The name given to <c>AddTransformer</c>, in any case.</param>
    /// <returns>Whether models may name it.</returns>
    public bool HasTransformer(string name) => _transformers.Contains(name);

    /// <summary>Tells whether an explainer was registered.</summary>
    /// <param name="name">The name given to <c>AddExplainer</c>, in any case.</param>
    /// <returns>Whether models may name it.</returns>
    public bool HasExplainer(string name) => _explainers.Contains(name);
}
