namespace KServe.Core.Tests.Pipeline.Stages;

/// <summary>Notes its calls under its name, and passes everything on.</summary>
internal sealed class NotingTransformer(string name, List<string> calls) : Transformer
{
    public ModelSignature? Declared { get; init; }

    public ModelLoadContext? LoadedWith { get; private set; }

    /// <summary>Gets what answers instead of the predictor.</summary>
    public Func<InferResponse>? Answer { get; init; }

    public override ModelSignature? Signature => Declared;

    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        LoadedWith = context;
        return default;
    }

    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        calls.Add($"{name} pre");
        var input = request.CreateFollowing();
        input.Parameters[name] = request.HasParameters ? request.Parameters.Count : 0;
        return new(input);
    }

    public override ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        InferDelegate predict,
        CancellationToken cancellationToken) =>
        Answer is null ? base.PredictAsync(request, predict, cancellationToken) : new(Answer());

    public override ValueTask<InferResponse> PostprocessAsync(
        InferResponse response,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        calls.Add($"{name} post");
        return new(response);
    }

    public override ValueTask DisposeAsync()
    {
        calls.Add($"{name} disposed");
        return base.DisposeAsync();
    }
}
