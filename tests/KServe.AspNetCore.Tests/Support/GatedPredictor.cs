namespace KServe.AspNetCore.Tests;

/// <summary>Says when a prediction began, and ends it when the test says so.</summary>
internal sealed class GatedPredictor : Predictor
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task.WaitAsync(TestContext.Current.CancellationToken);

    public Task Cancelled => _cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);

    public void Open() => _open.SetResult();

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        _entered.TrySetResult();
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }

        return new InferResponse(request.Inputs[0].Alias("out"));
    }
}
