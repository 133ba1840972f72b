using KServe.Protocol;

namespace KServe.Client;

/// <summary>One call for text: its request, its answer and its time.</summary>
internal sealed class LanguageModelCall : IAsyncDisposable
{
    private const string EventStream = "text/event-stream";
    private readonly LanguageModelClientOptions _options;
    private readonly TensorPool _pool;
    private readonly PooledJsonContent _content;
    private readonly HttpRequestMessage _message;
    private readonly CallScope _scope;
    private HttpResponseMessage? _response;
    private EventReader? _events;

    public LanguageModelCall(
        LanguageModelClientOptions options,
        TensorPool pool,
        HttpRequestMessage message,
        PooledJsonContent content,
        CallScope scope)
    {
        _options = options;
        _pool = pool;
        _message = message;
        _content = content;
        _scope = scope;
    }

    /// <summary>Sends the request and reads the first event, or the whole of an answer that has no events.</summary>
    public async ValueTask<OpenAiChunk?> StartAsync(HttpClient http)
    {
        try
        {
            _response = await http.SendAsync(_message, HttpCompletionOption.ResponseHeadersRead, _scope.Token);
            if (!_response.IsSuccessStatusCode)
            {
                throw await LanguageModelErrors.ReadAsync(_response, _pool, _options.TimeProvider, _scope.Token);
            }

            switch (_response.Content.Headers.ContentType?.MediaType)
            {
                case EventStream:
                    var stream = await _response.Content.ReadAsStreamAsync(_scope.Token);
                    _events = new EventReader(stream, _options.MaxEventLength, _options.MaxResponseLength);
                    return await ReadEventAsync();
                case "application/json":
                    using (var body = await BodyReader.ReadAsync(
                        _response.Content, _options.MaxResponseLength, _pool, _scope.Token))
                    {
                        return Parse(body.Memory);
                    }

                default:
                    throw CallErrors.Malformed("it is neither events nor JSON");
            }
        }
        catch (Exception error) when (CallErrors.IsForeign(error, _scope))
        {
            throw CallErrors.Translate(error, _scope);
        }
        finally
        {
            _scope.Restart(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Reads the next event; null behind the last.</summary>
    public async ValueTask<OpenAiChunk?> ReadChunkAsync(TimeSpan timeout)
    {
        if (_events is null)
        {
            return null;
        }

        _scope.Restart(timeout);
        try
        {
            return await ReadEventAsync();
        }
        catch (Exception error) when (CallErrors.IsForeign(error, _scope))
        {
            throw CallErrors.Translate(error, _scope);
        }
        finally
        {
            _scope.Restart(Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response?.Dispose();
        _events?.Dispose();
        await _content.CloseAsync();
        _content.Dispose();
        _message.Dispose();
        _scope.Dispose();
    }

    private async ValueTask<OpenAiChunk?> ReadEventAsync() =>
        await _events!.ReadAsync(_scope.Token) is { } data && !data.Span.SequenceEqual("[DONE]"u8) ? Parse(data) : null;

    private static OpenAiChunk Parse(ReadOnlyMemory<byte> json)
    {
        OpenAiChunk chunk;
        try
        {
            chunk = OpenAiJson.ReadChunk(json);
        }
        catch (InferenceException error)
        {
            throw CallErrors.Malformed(error.Message, error);
        }

        return chunk.Error is { } failure ? throw LanguageModelErrors.Of(failure) : chunk;
    }
}
