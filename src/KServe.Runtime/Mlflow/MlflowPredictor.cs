namespace KServe.Runtime.Mlflow;

/// <summary>Puts the signature of an MLflow model over the predictor of its flavour.</summary>
internal sealed class MlflowPredictor(Predictor inner, MlflowModel model) : Predictor
{
    private ModelSignature? _signature;

    public override ModelSignature Signature => _signature ?? ModelSignature.Empty;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        await inner.LoadAsync(context, cancellationToken);
        _signature = model.Inputs.Count == 0
            ? inner.Signature
            : inner.Signature with { Inputs = model.Inputs, ChecksInputs = true };
    }

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        if (!model.IsFrame)
        {
            return await inner.PredictAsync(request, cancellationToken);
        }

        var frame = new InferRequest(request.ModelName, request.Pool) { ModelVersion = request.ModelVersion };

        // The predictor may answer with views of its inputs, which are views of the client's.
        request.RegisterForDispose(frame);
        foreach (var column in model.Inputs)
        {
            // Models that were fitted on arrays know no names: the signature says the order.
            if (request.FindInput(column.Name) is { } input)
            {
                frame.Inputs.Add(input.Alias(input.Name));
            }
        }

        for (var i = 0; request.HasOutputs && i < request.Outputs.Count; i++)
        {
            frame.Outputs.Add(request.Outputs[i]);
        }

        frame.Parameters.TryAdd("content_type", "pd");
        return await inner.PredictAsync(frame, cancellationToken);
    }

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        inner.IsHealthyAsync(cancellationToken);

    public override object? GetService(Type serviceType) =>
        inner.GetService(serviceType) ?? base.GetService(serviceType);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }
}
