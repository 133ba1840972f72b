namespace KServe.Core.Tests.Fakes;

/// <summary>Puts nothing before the predictor but keeps what it was given.</summary>
internal sealed class FakeBatcherFactory : IBatcherFactory
{
    public BatcherContext? Context { get; private set; }

    public Exception? Failure { get; set; }

    public Predictor Create(Predictor predictor, BatcherContext context)
    {
        Context = context;
        return Failure is null ? new PassingPredictor(predictor) : throw Failure;
    }

    private sealed class PassingPredictor(Predictor inner) : DelegatingPredictor(inner);
}
