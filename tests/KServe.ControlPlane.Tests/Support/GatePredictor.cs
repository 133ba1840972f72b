namespace KServe.ControlPlane.Tests.Support;

/// <summary>Loads when the test lets it, or fails when the test says so; answers with its number.</summary>
internal sealed class GatePredictor(LoadGate gate) : Predictor
{
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        await gate.EnterAsync(cancellationToken);

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var response = new InferResponse(InferTensor.Create<long>("output-0", [1], 7L));
        return new ValueTask<InferResponse>(response);
    }
}
