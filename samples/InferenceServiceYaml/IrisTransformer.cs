using KServe;

namespace InferenceServiceYaml;

/// <summary>Takes flowers in millimetres for a model that knows centimetres.</summary>
internal sealed class IrisTransformer : Transformer
{
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var input = request.Inputs[i];
            double[] centimetres = [.. Read(input).Select(static millimetres => millimetres / 10)];
            request.Inputs[i] = InferTensor.Create<double>(input.Name, input.Shape, centimetres);
            input.Dispose();
        }

        return new(request);
    }

    // Whole numbers in JSON are INT64 for V1, and clients of V2 choose.
    private static IEnumerable<double> Read(InferTensor input) => input.DataType switch
    {
        TensorDataType.INT64 => input.AsSpan<long>().ToArray().Select(static value => (double)value),
        TensorDataType.FP32 => input.AsSpan<float>().ToArray().Select(static value => (double)value),
        TensorDataType.FP64 => input.AsSpan<double>().ToArray(),
        _ => throw InferenceException.InvalidArgument(
            $"{input.Name}: INT64, FP32 or FP64 was expected, got {input.DataType}."),
    };
}
