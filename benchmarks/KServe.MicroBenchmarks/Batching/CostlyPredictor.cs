using System.Diagnostics;
using KServe.MicroBenchmarks.Payloads;

namespace KServe.MicroBenchmarks.Batching;

/// <summary>Costs the same for one row and for many, on a thread of the pool: a small model on a device.</summary>
public sealed class CostlyPredictor : Predictor
{
    private static readonly TimeSpan Cost = TimeSpan.FromMicroseconds(20);

    /// <inheritdoc/>
    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata(Payload.Tensor, TensorDataType.FP32, TensorShape.Create([-1, -1]))],
        Outputs = [new TensorMetadata(Payload.Tensor, TensorDataType.FP32, TensorShape.Create([-1, -1]))],
    };

    /// <inheritdoc/>
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await Task.Yield();
        var start = Stopwatch.GetTimestamp();
        var input = request.Inputs[0];
        var output = InferTensor.Rent<float>(request.Pool, Payload.Tensor, input.Shape, input.AsSpan<float>());
        while (Stopwatch.GetElapsedTime(start) < Cost)
        {
        }

        return new InferResponse(output);
    }
}
