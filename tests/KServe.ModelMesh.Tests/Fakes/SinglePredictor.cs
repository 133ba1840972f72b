namespace KServe.ModelMesh.Tests.Fakes;

/// <summary>Serves one request at a time and notices when it is asked for more.</summary>
internal sealed class SinglePredictor(ModelWorld world, string name, Func<Task> work) : Predictor, IModelSize
{
    private long _bytes;
    private int _running;

    public long SizeInBytes => _bytes;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        _bytes = await world.LoadAsync(name, cancellationToken);

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _running) != 1)
        {
            throw new InvalidOperationException("Two requests at a time.");
        }

        await work();
        var response = new InferResponse(request.Inputs[0].Alias("y"));
        response.RegisterForDispose(new Running(this));
        return response;
    }

    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _bytes, 0) is > 0 and var bytes)
        {
            world.Unload(bytes);
        }

        return base.DisposeAsync();
    }

    private sealed class Running(SinglePredictor owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner._running);
    }
}
