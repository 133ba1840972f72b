namespace KServe.Core.Tests.Pipeline;

/// <summary>Doubles inputs before and adds one after, in new tensors.</summary>
internal sealed class DoublingTransformer(List<string> calls) : Transformer
{
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        calls.Add("pre");
        var doubled = new InferRequest(request.ModelName, request.Pool);
        var input = InferTensor.Rent(request.Pool, "x", TensorDataType.FP32, request.Inputs[0].Shape);
        for (var i = 0; i < input.AsSpan<float>().Length; i++)
        {
            input.AsSpan<float>()[i] = 2 * request.Inputs[0].AsSpan<float>()[i];
        }

        doubled.Inputs.Add(input);
        return new(doubled);
    }

    public override ValueTask<InferResponse> PostprocessAsync(
        InferResponse response, InferRequest request, CancellationToken cancellationToken)
    {
        calls.Add("post");
        var output = InferTensor.Rent(request.Pool, "y", TensorDataType.FP32, response.Outputs[0].Shape);
        for (var i = 0; i < output.AsSpan<float>().Length; i++)
        {
            output.AsSpan<float>()[i] = 1 + response.Outputs[0].AsSpan<float>()[i];
        }

        return new(new InferResponse(output));
    }
}
