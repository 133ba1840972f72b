using System.Runtime.CompilerServices;

namespace KServe.Conformance.Tests.Models;

/// <summary>
/// A decoupled model: answers as often as its input <c>count</c> says, and fails after that where <c>fail</c> is asked.
/// </summary>
internal sealed class RepeatPredictor : Predictor
{
    public override ModelSignature Signature { get; } = new()
    {
        IsDecoupled = true,
        Inputs = [new TensorMetadata("count", TensorDataType.INT32, [1])],
        Outputs = [new TensorMetadata("index", TensorDataType.INT32, [1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A decoupled model is not called this way.");

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = request.GetInput("count").AsSpan<int>()[0];
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new InferResponse(InferTensor.Create<int>("index", [1], i));
        }

        if (request.HasParameters && request.Parameters.TryGet("fail", out _))
        {
            throw InferenceException.InvalidArgument("the model was asked to fail");
        }
    }
}
