namespace KServe.Conformance.Tests.Models;

/// <summary>Adds three required tensors and one optional: the model <c>multi3</c> of the torture list.</summary>
internal sealed class Sum3Predictor : Predictor
{
    public const int MaxBatch = 8;

    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [Rows("a"), Rows("b"), Rows("c"), Rows("d") with { IsOptional = true }],
        Outputs = [Rows("sum"), Rows("first")],
        MaxBatchSize = MaxBatch,
        Platform = "conformance_multi3",
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var first = request.GetInput("a");
        var sum = InferTensor.Rent(request.Pool, "sum", TensorDataType.FP32, first.Shape);
        var target = sum.AsSpan<float>();
        target.Clear();
        foreach (var input in request.Inputs)
        {
            var values = input.AsSpan<float>();
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += values[i];
            }
        }

        return new(new InferResponse(sum, first.Alias("first")));
    }

    private static TensorMetadata Rows(string name) => new(name, TensorDataType.FP32, [-1, 8]);
}
