namespace KServe.Batching.Tests.Fakes;

/// <summary>One call of a <see cref="HeldPredictor"/>, answered when the test says so.</summary>
internal sealed class Call(InferRequest request, CancellationToken token)
{
    private readonly TaskCompletionSource<InferResponse> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InferRequest Request => request;

    public CancellationToken Token => token;

    public Task<InferResponse> Answer => _answer.Task;

    public long Rows => request.Inputs[0].Shape[0];

    public float[] Values => request.Inputs[0].AsSpan<float>().ToArray();

    public async Task EchoAsync() => _answer.SetResult(await FunctionPredictor.EchoAsync(request, token));

    public void Fail(Exception error) => _answer.SetException(error);
}
