namespace KServe.Runtime.Remote;

/// <summary>A model of embeddings, classes or scores that another server runs, by OpenAI's protocol.</summary>
internal sealed class RemoteTextEncoder(string address, RemoteModelOptions options, RemoteServices services)
    : TextEncodingModel, ITextTokenService
{
    private RemoteTextServer? _server;
    private int _maxModelLength;

    public override TextEncodingTask Task => options.OpenAi.Task switch
    {
        RemoteTextTask.Classification => TextEncodingTask.Classification,
        RemoteTextTask.Score => TextEncodingTask.Score,
        _ => TextEncodingTask.Embedding,
    };

    public override int MaxModelLength => _maxModelLength;

    private RemoteTextServer Server => _server ?? throw InferenceException.Unavailable("The model is not loaded.");

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _server = new RemoteTextServer(context.ModelName, address, options, services);
        _maxModelLength = await _server.GetMaxModelLengthAsync(cancellationToken);
    }

    public override ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Server.EncodeAsync(request, headers: null, cancellationToken);
    }

    /// <summary>Encodes with the headers of the request that are to go on.</summary>
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is not TextEncodingRequest encoding)
        {
            return await base.PredictAsync(request, cancellationToken);
        }

        var headers = RemoteHeaders.Pick(request, services.Headers);
        return new InferResponse { Content = await Server.EncodeAsync(encoding, headers, cancellationToken) };
    }

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _server?.IsReadyAsync(cancellationToken) ?? new ValueTask<bool>(result: false);

    public ValueTask<TextTokens> TokenizeAsync(
        TextGenerationRequest request,
        bool returnsTexts,
        CancellationToken cancellationToken) => Server.TokenizeAsync(request, returnsTexts, cancellationToken);

    public ValueTask<string> DetokenizeAsync(IReadOnlyList<int> tokenIds, CancellationToken cancellationToken) =>
        Server.DetokenizeAsync(tokenIds, cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return base.DisposeAsync();
    }
}
