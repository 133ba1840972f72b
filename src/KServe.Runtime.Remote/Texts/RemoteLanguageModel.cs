using System.Runtime.CompilerServices;

namespace KServe.Runtime.Remote;

/// <summary>A language model that another server runs, by OpenAI's protocol.</summary>
/// <remarks>Messages stay messages: the other server renders them by its own template.</remarks>
internal sealed class RemoteLanguageModel(string address, RemoteModelOptions options, RemoteServices services)
    : TextGenerationModel, ITextTokenService
{
    private RemoteTextServer? _server;
    private int _maxModelLength;

    public override int MaxModelLength => _maxModelLength;

    private RemoteTextServer Server => _server ?? throw InferenceException.Unavailable("The model is not loaded.");

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _server = new RemoteTextServer(context.ModelName, address, options, services);
        _maxModelLength = await _server.GetMaxModelLengthAsync(cancellationToken);
    }

    public override IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        CancellationToken cancellationToken) => GenerateAsync(request, headers: null, cancellationToken);

    /// <summary>Generates with the headers of the request that are to go on.</summary>
    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is not TextGenerationRequest generation)
        {
            await foreach (var response in base.PredictStreamAsync(request, cancellationToken))
            {
                yield return response;
            }

            yield break;
        }

        var headers = RemoteHeaders.Pick(request, services.Headers);
        await foreach (var update in GenerateAsync(generation, headers, cancellationToken))
        {
            yield return new InferResponse { Content = update };
        }
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

    private async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        IReadOnlyDictionary<string, string>? headers,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var opened = await Server.OpenAsync(request, headers, cancellationToken);
        await using var updates = opened.Stream.ReadAllAsync().GetAsyncEnumerator(CancellationToken.None);
        while (await MoveNextAsync(updates))
        {
            yield return updates.Current;
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<TextGenerationUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (InferenceException error)
        {
            throw Server.Translate(error);
        }
    }
}
