namespace KServe;

/// <summary>Puts a batcher before the predictors of models that have <see cref="BatchingOptions"/>.</summary>
/// <remarks>Registered once per host, as a singleton; implementations are safe for concurrent calls.</remarks>
public interface IBatcherFactory
{
    /// <summary>Wraps a loaded predictor.</summary>
    /// <param name="predictor">The loaded predictor; the batcher disposes it with itself.</param>
    /// <param name="context">What the batcher is for.</param>
    /// <returns>The predictor that the pipeline calls from then on.</returns>
    /// <exception cref="InferenceException">The model cannot be batched; the predictor stays the caller's.</exception>
    Predictor Create(Predictor predictor, BatcherContext context);
}
