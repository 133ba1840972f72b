namespace KServe.ControlPlane.Tests.Support;

/// <summary>Changes the sign of every number of the first input.</summary>
internal sealed class NegateTransformer : Transformer
{
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var input = request.Inputs[0];
        var negated = new InferRequest(request.ModelName);
        negated.Inputs.Add(input.DataType == TensorDataType.FP32
            ? InferTensor.Create<float>(
                input.Name, [1, 6], [.. input.AsSpan<float>().ToArray().Select(static value => -value)])
            : InferTensor.Create<double>(
                input.Name, [1, 6], [.. input.AsSpan<double>().ToArray().Select(static value => -value)]));
        return new ValueTask<InferRequest>(negated);
    }
}
