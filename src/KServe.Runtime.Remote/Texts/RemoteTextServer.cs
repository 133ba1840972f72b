using KServe.Client;
using KServe.Protocol;
using Polly;
using Polly.Timeout;

namespace KServe.Runtime.Remote;

/// <summary>The servers of one model of texts, with what surrounds a call to them.</summary>
internal sealed class RemoteTextServer : IDisposable
{
    private readonly string _modelName;
    private readonly RemoteModelOptions _options;
    private readonly RemoteServices _services;
    private readonly RemotePipelines _pipelines;
    private readonly ResiliencePipeline<OpenedText> _streams;
    private readonly ResiliencePipeline<TextEncodingResult> _encodings;
    private readonly ResiliencePipeline<TextTokens> _tokens;
    private readonly ResiliencePipeline<string> _texts;
    private readonly SocketsHttpHandler _handler;
    private readonly EndpointRing<LanguageModelClient> _ring;

    public RemoteTextServer(string modelName, string address, RemoteModelOptions options, RemoteServices services)
    {
        _modelName = modelName;
        _options = options;
        _services = services;
        _pipelines = new RemotePipelines(options, services.Time);
        _streams = _pipelines.Build<OpenedText>(hedges: false);
        _encodings = _pipelines.Build<TextEncodingResult>(hedges: true);
        _tokens = _pipelines.Build<TextTokens>(hedges: true);
        _texts = _pipelines.Build<string>(hedges: true);
        _handler = EndpointFactory.CreateHandler(options);
        _ring = EndpointFactory.CreateTextRing(modelName, address, options, _handler, services);
    }

    private string RemoteName => _options.ModelName ?? _modelName;

    /// <summary>Gets the most tokens of the model as its servers list it; 0 when none of them tells.</summary>
    public async ValueTask<int> GetMaxModelLengthAsync(CancellationToken cancellationToken)
    {
        var reason = "";
        foreach (var endpoint in _ring.Endpoints)
        {
            using var deadline = new CancellationTokenSource(_options.HealthTimeout, _services.Time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                var models = await endpoint.Client.GetModelsAsync(linked.Token);
                return models.FirstOrDefault(one => one.Id == RemoteName)?.MaxModelLength ?? 0;
            }
            catch (Exception error) when (error is InferenceException
                || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                reason = error.Message;
            }
        }

        // A server that is not there yet must not keep this one from starting.
        RemoteLog.NoMetadata(_services.Logger, _modelName, ErrorJson.Clean(reason));
        return 0;
    }

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        _ring.IsAnyReadyAsync(cancellationToken);

    /// <summary>Opens a stream, with retries as long as nothing has come.</summary>
    public ValueTask<OpenedText> OpenAsync(
        TextGenerationRequest request,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken) =>
        RunAsync(_streams, NewCall(request, headers, cancellationToken), OpenAsync, cancellationToken);

    /// <summary>Makes vectors, with retries and hedges.</summary>
    public ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken) =>
        RunAsync(_encodings, NewCall(request, headers, cancellationToken), EncodeAsync, cancellationToken);

    /// <summary>Gets the tokens of a prompt, with retries and hedges.</summary>
    public ValueTask<TextTokens> TokenizeAsync(
        TextGenerationRequest request,
        bool returnsTexts,
        CancellationToken cancellationToken) => RunAsync(
            _tokens,
            NewCall((Prompt: request, ReturnsTexts: returnsTexts), headers: null, cancellationToken),
            (endpoint, call, token) => AttemptAsync(endpoint, client => client.TokenizeAsync(
                RemoteName, call.Request.Prompt, call.Request.ReturnsTexts, call.Options, token)),
            cancellationToken);

    /// <summary>Gets the text of tokens, with retries and hedges.</summary>
    public ValueTask<string> DetokenizeAsync(IReadOnlyList<int> tokenIds, CancellationToken cancellationToken) =>
        RunAsync(
            _texts,
            NewCall(tokenIds, headers: null, cancellationToken),
            (endpoint, call, token) => AttemptAsync(
                endpoint, client => client.DetokenizeAsync(RemoteName, call.Request, call.Options, token)),
            cancellationToken);

    /// <summary>Makes what clients may see of a failure.</summary>
    public InferenceException Translate(InferenceException error) => RemoteErrors.TranslateText(error, _modelName);

    public void Dispose()
    {
        _ring.Dispose();
        _handler.Dispose();
    }

    private TextCall<TRequest> NewCall<TRequest>(
        TRequest request,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken caller)
    {
        _pipelines.Count();
        var options = new InferenceCallOptions { Headers = headers, Timeout = _options.AttemptTimeout };
        return new TextCall<TRequest>(request, options, caller);
    }

    private async ValueTask<T> RunAsync<TRequest, T>(
        ResiliencePipeline<T> pipeline,
        TextCall<TRequest> call,
        Func<RemoteEndpoint<LanguageModelClient>, TextCall<TRequest>, CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                static (state, token) => state.ring.RunAsync(state.turn, state.call, state.attempt, token),
                (ring: _ring, turn: _ring.NextTurn(), call, attempt),
                cancellationToken);
        }
        catch (InferenceException error)
        {
            throw Translate(error);
        }
        catch (TimeoutRejectedException error)
        {
            throw RemoteErrors.TimedOut(_modelName, error);
        }
    }

    private async ValueTask<OpenedText> OpenAsync(
        RemoteEndpoint<LanguageModelClient> endpoint,
        TextCall<TextGenerationRequest> call,
        CancellationToken attempt)
    {
        // The attempt ends with its first event, while the stream goes on for as long as the caller wants.
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(call.Caller);
        try
        {
            using (attempt.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), cancel))
            {
                var stream = await endpoint.Client.StartAsync(RemoteName, call.Request, call.Options, cancel.Token);
                return new OpenedText(stream, cancel);
            }
        }
        catch (Exception error)
        {
            cancel.Dispose();
            LogFault(endpoint, error);
            throw;
        }
    }

    private ValueTask<TextEncodingResult> EncodeAsync(
        RemoteEndpoint<LanguageModelClient> endpoint,
        TextCall<TextEncodingRequest> call,
        CancellationToken attempt) => AttemptAsync(endpoint, client => _options.OpenAi.Task switch
        {
            RemoteTextTask.Classification => client.ClassifyAsync(RemoteName, call.Request, call.Options, attempt),
            RemoteTextTask.Score => client.ScoreAsync(RemoteName, call.Request, call.Options, attempt),
            _ => client.EmbedAsync(RemoteName, call.Request, call.Options, attempt),
        });

    private async ValueTask<T> AttemptAsync<T>(
        RemoteEndpoint<LanguageModelClient> endpoint,
        Func<LanguageModelClient, ValueTask<T>> send)
    {
        try
        {
            return await send(endpoint.Client);
        }
        catch (InferenceException error)
        {
            LogFault(endpoint, error);
            throw;
        }
    }

    private void LogFault(RemoteEndpoint<LanguageModelClient> endpoint, Exception error)
    {
        if (RemoteFailures.IsFault(error))
        {
            var reason = error.InnerException is ServerErrorException answer ? answer.Message : error.Message;
            RemoteLog.CallFailed(_services.Logger, _modelName, endpoint.Name, reason);
        }
    }
}
