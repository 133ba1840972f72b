namespace KServe;

/// <summary>Tells a predictor, transformer or explainer what it is loaded for.</summary>
public sealed class ModelLoadContext
{
    /// <summary>Gets the model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets the model's version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Gets the local path of the artifact; <see langword="null"/> for a model without one.</summary>
    public string? ArtifactPath { get; init; }

    /// <summary>Gets where progress is reported, as a share from 0 to 1; the repository index shows it.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>
    /// Gets the loaded predictor, for explainers and transformers; <see langword="null"/> for itself.
    /// </summary>
    /// <remarks>It belongs to the server: use it for its signature and services, and never dispose it.</remarks>
    public Predictor? Predictor { get; init; }

    /// <summary>Gets the transformer, for explainers; <see langword="null"/> when the model has none.</summary>
    /// <remarks>
    /// It belongs to the server, and stands for all transformers when there are several. An explainer that looks into
    /// the predictor sends its rows through it first.
    /// </remarks>
    public Transformer? Transformer { get; init; }

    /// <summary>Gets what the parts further in take and give, for transformers and stages.</summary>
    public ModelSignature InnerSignature { get; init; } = ModelSignature.Empty;
}
