using System.Net;
using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>One call: its request, its answer and its time.</summary>
/// <remarks>Disposing it before the end resets the stream, which tells the server that nobody waits.</remarks>
internal sealed class GrpcCall : IAsyncDisposable
{
    private readonly InferenceClient _client;
    private readonly HttpRequestMessage _request;
    private readonly GrpcContent _content;
    private readonly CallScope _scope;
    private HttpResponseMessage? _response;
    private GrpcReplyReader? _reader;

    public GrpcCall(
        InferenceClient client,
        string method,
        GrpcContent content,
        InferenceCallOptions? call,
        TimeSpan defaultTimeout,
        CancellationToken cancellationToken)
    {
        _client = client;
        _content = content;
        _scope = new CallScope(call?.Timeout ?? defaultTimeout, client.Options.TimeProvider, cancellationToken);
        _request = new HttpRequestMessage(HttpMethod.Post, new Uri(client.BaseAddress, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        _request.Headers.TryAddWithoutValidation("TE", "trailers");
        _request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity,gzip");
        if (_scope.Timeout != Timeout.InfiniteTimeSpan)
        {
            _request.Headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout.Format(_scope.Timeout));
        }
    }

    public HttpResponseMessage Response => _response!;

    public async ValueTask StartAsync(InferenceCallOptions? call)
    {
        CallHeaders.Apply(_request.Headers, _client.Options.Headers, call?.Headers);
        try
        {
            _response = await _client.Http.SendAsync(
                _request, HttpCompletionOption.ResponseHeadersRead, _scope.Token);
            GrpcStatusReader.RequireMessages(_response);
            var stream = await _response.Content.ReadAsStreamAsync(_scope.Token);
            var isGzip = _response.Headers.NonValidated.TryGetValues("grpc-encoding", out var encoding)
                && string.Equals(encoding.ToString(), "gzip", StringComparison.OrdinalIgnoreCase);
            _reader = new GrpcReplyReader(stream, isGzip, _client.Options.MaxResponseLength, _client.Pool);
        }
        catch (Exception error) when (CallErrors.IsForeign(error, _scope))
        {
            throw CallErrors.Translate(error, _scope);
        }
    }

    /// <summary>Reads the next message; null when the call has ended well.</summary>
    public async ValueTask<GrpcReply?> ReadAsync()
    {
        try
        {
            if (await _reader!.ReadAsync(_scope.Token) is { } reply)
            {
                return reply;
            }

            GrpcStatusReader.RequireSuccess(_response!);
            return null;
        }
        catch (Exception error) when (CallErrors.IsForeign(error, _scope))
        {
            throw CallErrors.Translate(error, _scope);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response?.Dispose();
        await _content.CloseAsync();
        _request.Dispose();
        _scope.Dispose();
    }
}
