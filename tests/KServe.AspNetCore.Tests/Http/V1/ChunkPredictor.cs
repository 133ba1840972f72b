using System.Runtime.CompilerServices;

namespace KServe.AspNetCore.Tests.Http.V1;

/// <summary>Answers with as many lines of text as it is asked for.</summary>
internal sealed class ChunkPredictor : Predictor
{
    public Task BeforeSecond { get; init; } = Task.CompletedTask;

    public override ModelSignature Signature { get; } = new()
    {
        IsDecoupled = true,
        Inputs = [new TensorMetadata("count", TensorDataType.INT32, [1])],
        Outputs = [new TensorMetadata("text", TensorDataType.BYTES, [1]) { ContentType = "text/plain" }],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = request.Inputs[0].AsSpan<int>()[0];
        if (count < 0)
        {
            throw InferenceException.InvalidArgument("the count must not be negative");
        }

        for (var i = 0; i < count; i++)
        {
            await (i == 1 ? BeforeSecond.WaitAsync(cancellationToken) : Task.CompletedTask);
            yield return new InferResponse(BytesTensor.Rent(request.Pool, "text", [1], $"chunk {i}\n"));
        }
    }
}
