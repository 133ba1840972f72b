namespace KServe.Core.Tests.Fakes;

/// <summary>Answers by a function and notes loads and disposals.</summary>
internal sealed class DelegatePredictor(InferDelegate predict) : Predictor
{
    private int _disposals;

    public ModelSignature DeclaredSignature { get; init; } = ModelSignature.Empty;

    public Func<ModelLoadContext, CancellationToken, ValueTask>? OnLoad { get; init; }

    public Action? OnDispose { get; init; }

    public bool IsHealthy { get; set; } = true;

    public ModelLoadContext? LoadedWith { get; private set; }

    public int Disposals => Volatile.Read(ref _disposals);

    public override ModelSignature Signature => DeclaredSignature;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        LoadedWith = context;
        await (OnLoad?.Invoke(context, cancellationToken) ?? default);
    }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        predict(request, cancellationToken);

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) => new(IsHealthy);

    public override ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        OnDispose?.Invoke();
        return base.DisposeAsync();
    }

    /// <summary>Returns each input under its own name.</summary>
    public static ValueTask<InferResponse> EchoAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var response = new InferResponse();
        foreach (var input in request.Inputs)
        {
            response.Outputs.Add(input.Alias(input.Name));
        }

        return new(response);
    }
}
