namespace KServe.Batching.Tests.Fakes;

/// <summary>Answers by a function and notes what it was called with.</summary>
internal sealed class FunctionPredictor(InferDelegate predict) : Predictor
{
    private int _calls;
    private int _disposals;

    public ModelSignature DeclaredSignature { get; init; } = ModelSignature.Empty;

    public int Calls => Volatile.Read(ref _calls);

    public int Disposals => Volatile.Read(ref _disposals);

    public override ModelSignature Signature => DeclaredSignature;

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return predict(request, cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
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
