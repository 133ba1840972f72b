namespace KServe.Conformance.Tests.Models;

/// <summary>Returns more bytes than sockets buffer, whatever it is asked.</summary>
internal sealed class LargePredictor : Predictor
{
    public const int Length = 48 << 20;

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(new InferResponse(InferTensor.Rent(request.Pool, "y", TensorDataType.UINT8, [Length])));
}
