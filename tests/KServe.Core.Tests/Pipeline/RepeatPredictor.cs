using System.Runtime.CompilerServices;

namespace KServe.Core.Tests.Pipeline;

/// <summary>A decoupled model with three responses to each request.</summary>
internal sealed class RepeatPredictor : Predictor
{
    public override ModelSignature Signature { get; } = new() { IsDecoupled = true };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A decoupled model is not called this way.");

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return new InferResponse(InferTensor.Create<int>("i", [1], i));
        }
    }
}
