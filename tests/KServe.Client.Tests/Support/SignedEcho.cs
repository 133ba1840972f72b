namespace KServe.Client.Tests;

/// <summary>Answers with its inputs, which it declares.</summary>
internal sealed class SignedEcho(ModelSignature signature) : Predictor
{
    public override ModelSignature Signature => signature;

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(new InferResponse([.. request.Inputs.Select(static input => input.Alias(input.Name))]));
}
