namespace KServe;

/// <summary>Tells an observer which revision it is for.</summary>
public sealed class InferenceObserverContext
{
    /// <summary>Gets the services of the host.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Gets the model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets the model's version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Gets what clients send and receive.</summary>
    public required ModelSignature Signature { get; init; }

    /// <summary>Gets where the artifact lies; <see langword="null"/> for models without one.</summary>
    public string? ArtifactPath { get; init; }
}
