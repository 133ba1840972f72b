namespace KServe;

/// <summary>The loaded parts that a pipeline is made of.</summary>
internal sealed class PipelineParts
{
    public required Predictor Predictor { get; init; }

    /// <summary>Gets the transformers, the outermost first.</summary>
    public IReadOnlyList<Transformer> Transformers { get; init; } = [];

    /// <summary>Gets the stages, the outermost first.</summary>
    public IReadOnlyList<PipelineStage> Stages { get; init; } = [];

    public Explainer? Explainer { get; init; }

    /// <summary>Gets what watches requests and responses.</summary>
    public IReadOnlyList<IInferenceObserver> Observers { get; init; } = [];

    /// <summary>Gets or sets the memory that all parts count for.</summary>
    public MemoryReservation? Memory { get; set; }

    /// <summary>Gets what clients see: what the outermost transformer says that says anything.</summary>
    public required ModelSignature Signature { get; init; }

    /// <summary>Gets all parts in the order in which they are disposed, those first that use others.</summary>
    public IEnumerable<IAsyncDisposable> All
    {
        get
        {
            IEnumerable<IAsyncDisposable> explainers = Explainer is null ? [] : [Explainer];
            IEnumerable<IAsyncDisposable> memory = Memory is null ? [] : [Memory];
            return [.. explainers, .. Stages, .. Transformers, Predictor, .. Observers, .. memory];
        }
    }
}
