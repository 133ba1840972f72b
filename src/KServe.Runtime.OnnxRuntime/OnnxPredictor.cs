namespace KServe.Runtime.OnnxRuntime;

/// <summary>Serves one ONNX model.</summary>
/// <remarks>
/// Safe for concurrent calls: they run side by side on their callers' threads, over one session. Cancellation takes
/// effect between two nodes of the graph.
/// </remarks>
internal sealed class OnnxPredictor(
    OnnxModelLoader loader,
    OnnxModelFile file,
    OnnxSettings settings) : Predictor, IModelSize
{
    private OnnxModel? _model;

    public override ModelSignature Signature => _model?.Signature ?? ModelSignature.Empty;

    /// <summary>Gets the bytes of the files: the library does not tell what a session holds.</summary>
    /// <remarks>
    /// Weights lie in memory once, or mapped; a session adds the graph and what operators pack anew, and an arena that
    /// grows with the requests.
    /// </remarks>
    public long SizeInBytes => _model?.FileBytes ?? 0;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        // Parsing and optimising a graph can take minutes and never yields.
        _model = await Task.Run(
            () => loader.Load(file, settings, context.ModelName, cancellationToken), cancellationToken);
        context.Progress?.Report(1);
    }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var model = _model
            ?? throw InferenceException.Unavailable($"Model with name {request.ModelName} is not ready.");
        return new ValueTask<InferResponse>(model.Run(request, cancellationToken));
    }

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) => new(_model is not null);

    public override ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _model, null)?.Dispose();
        return base.DisposeAsync();
    }
}
