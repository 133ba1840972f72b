namespace KServe.Explainers.Tests.Support;

/// <summary>Halves a matrix of doubles, in a new request.</summary>
internal sealed class HalvingTransformer : Transformer
{
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var halved = new InferRequest(request.ModelName, request.Pool);
        halved.Inputs.Add(InferTensor.Rent<double>(
            request.Pool,
            "x",
            request.Inputs[0].Shape,
            Array.ConvertAll(request.Inputs[0].AsSpan<double>().ToArray(), static value => value / 2)));
        return new(halved);
    }
}
