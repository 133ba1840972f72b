namespace KServe.Runtime.Tabular;

/// <summary>Serves one model over tables.</summary>
/// <remarks>Safe for concurrent calls: the model is immutable, and each call runs on its caller's thread.</remarks>
internal sealed class TabularPredictor(Func<CancellationToken, TabularModel> load) : Predictor, IModelSize
{
    private LoadedModel? _loaded;

    public override ModelSignature Signature => _loaded?.Signature ?? ModelSignature.Empty;

    public long SizeInBytes => _loaded?.Model.SizeInBytes ?? 0;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        // Parsing a large forest takes seconds and never yields.
        _loaded = new LoadedModel(await Task.Run(() => load(cancellationToken), cancellationToken));
        context.Progress?.Report(1);
    }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var loaded = _loaded
            ?? throw InferenceException.Unavailable($"Model with name {request.ModelName} is not ready.");
        var table = TableReader.Read(request, loaded.Model);
        return new ValueTask<InferResponse>(request.HasOutputs
            ? loaded.Answer(table, request.Outputs, request.Pool, cancellationToken)
            : loaded.Answer(table, request.Pool, cancellationToken));
    }

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) => new(_loaded is not null);

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(FeatureNames) && _loaded?.Model.ColumnNames is { } names
            ? new FeatureNames(names)
            : _loaded?.Model.GetService(serviceType) ?? base.GetService(serviceType);

    public override ValueTask DisposeAsync()
    {
        _loaded = null;
        return base.DisposeAsync();
    }
}
