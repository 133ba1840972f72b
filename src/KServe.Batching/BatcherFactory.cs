using Microsoft.Extensions.Logging;

namespace KServe.Batching;

/// <summary>Puts a <see cref="BatchingPredictor"/> before a model's predictor.</summary>
internal sealed class BatcherFactory(TensorPool pool, ILogger<BatcherFactory> logger) : IBatcherFactory
{
    /// <inheritdoc/>
    public Predictor Create(Predictor predictor, BatcherContext context)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(context);
        var signature = predictor.Signature;
        var fixedRows = BatchableSignature.GetFixedRows(context.ModelName, signature, context.Options);
        var limits = new BatchLimits(context.Options, signature.MaxBatchSize, fixedRows);
        BatchingLog.Batching(
            logger, context.ModelName, context.ModelVersion, limits.MaxRows, context.MaxConcurrency);
        return new BatchingPredictor(
            predictor,
            context,
            limits,
            BatchableSignature.Open(signature, fixedRows),
            new BatchRunner(predictor, context, pool, logger));
    }
}
