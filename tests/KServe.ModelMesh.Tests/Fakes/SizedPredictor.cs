namespace KServe.ModelMesh.Tests.Fakes;

/// <summary>Returns its inputs, and holds as many bytes as its world says.</summary>
internal sealed class SizedPredictor(ModelWorld world, string name) : Predictor, IModelSize
{
    private long _bytes;

    public long SizeInBytes => _bytes;

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        _bytes = await world.LoadAsync(name, cancellationToken);

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var response = new InferResponse();
        foreach (var input in request.Inputs)
        {
            response.Outputs.Add(input.Alias(input.Name));
        }

        return new(response);
    }

    public override ValueTask DisposeAsync()
    {
        if (_bytes > 0)
        {
            world.Unload(Interlocked.Exchange(ref _bytes, 0));
        }

        return base.DisposeAsync();
    }
}
