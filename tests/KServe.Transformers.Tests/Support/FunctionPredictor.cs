namespace KServe.Transformers.Tests;

/// <summary>Answers by a function under a signature.</summary>
internal sealed class FunctionPredictor(ModelSignature signature, Func<InferRequest, InferResponse> predict) : Predictor
{
    public override ModelSignature Signature => signature;

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(predict(request));
}
