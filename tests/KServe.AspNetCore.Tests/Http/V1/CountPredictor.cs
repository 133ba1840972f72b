using System.Runtime.CompilerServices;

namespace KServe.AspNetCore.Tests.Http.V1;

/// <summary>Answers with the numbers below the one it is given, each by itself.</summary>
internal sealed class CountPredictor : Predictor
{
    public override ModelSignature Signature { get; } = new() { IsDecoupled = true };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0L; i < request.Inputs[0].AsSpan<long>()[0]; i++)
        {
            await Task.Yield();
            yield return new InferResponse(InferTensor.Create("n", [1], i));
        }
    }
}
