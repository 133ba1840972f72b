namespace KServe.LoadTest.Servers;

/// <summary>Stands for a model whose cost is mostly per call: a fixed amount of work, then a little per row.</summary>
/// <remarks>The work is counted, not timed: calls that share a core must not overlap in time for free.</remarks>
internal sealed class PerCallPredictor : Predictor
{
    /// <summary>The model's name.</summary>
    public const string Model = "percall";

    /// <summary>The values in one row.</summary>
    public const int Columns = 16;

    // Each step waits for the one before it, four cycles: about a millisecond in all.
    private const int Steps = 750_000;

    /// <inheritdoc/>
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1, Columns])],
        Outputs = [new TensorMetadata("y", TensorDataType.FP32, [-1, Columns])],
    };

    /// <inheritdoc/>
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var x = request.GetInput("x");
        var y = InferTensor.Rent(request.Pool, "y", TensorDataType.FP32, x.Shape);
        var zero = Work() * 0;
        var from = x.AsSpan<float>();
        var to = y.AsSpan<float>();
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i] + zero;
        }

        return new(new InferResponse(y));
    }

    private static float Work()
    {
        var value = 1f;
        for (var i = 0; i < Steps; i++)
        {
            value = MathF.FusedMultiplyAdd(value, 0.5f, 0.5f);
        }

        return value;
    }
}
