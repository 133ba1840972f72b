using System.Runtime.CompilerServices;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>Answers each value of its input by itself.</summary>
internal sealed class RepeatPredictor : Predictor
{
    public override ModelSignature Signature { get; } = new() { IsDecoupled = true };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < request.Inputs[0].Shape[0]; i++)
        {
            await Task.Yield();
            yield return new InferResponse(
                InferTensor.Create("y", [1], request.Inputs[0].AsSpan<int>()[i]));
        }
    }
}
