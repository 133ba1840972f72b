namespace KServe;

/// <summary>Passes every call on to another predictor; the base of predictors that wrap one.</summary>
/// <remarks>Disposes the inner predictor with itself. As safe for concurrent calls as the inner one.</remarks>
/// <param name="inner">The predictor that is wrapped.</param>
public abstract class DelegatingPredictor(Predictor inner) : Predictor
{
    /// <inheritdoc/>
    public override ModelSignature Signature => Inner.Signature;

    /// <summary>Gets the predictor that is wrapped.</summary>
    protected Predictor Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public override ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        Inner.LoadAsync(context, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        Inner.PredictAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        CancellationToken cancellationToken) => Inner.PredictStreamAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        Inner.IsHealthyAsync(cancellationToken);

    /// <inheritdoc/>
    public override object? GetService(Type serviceType) =>
        Inner.GetService(serviceType) ?? base.GetService(serviceType);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
