using System.Net;
using System.Runtime.CompilerServices;
using KServe.Protocol;

namespace KServe.Client;

/// <summary>Calls a server that speaks OpenAI's protocol: vLLM, TGI, llama.cpp, KServe or a provider.</summary>
/// <remarks>
/// Safe for concurrent use; one instance serves a whole application. Every method throws
/// <see cref="InferenceException"/> when the call fails; its inner exception is a <see cref="ServerErrorException"/>
/// when the server answered. Nothing is retried.
/// </remarks>
public sealed partial class LanguageModelClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _owns;
    private readonly LanguageModelClientOptions _options;
    private readonly TensorPool _pool;

    /// <summary>Creates a client with connections of its own.</summary>
    /// <param name="address">The base of the API, like <c>http://localhost:8000/v1</c>.</param>
    /// <param name="options">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is wrong.</exception>
    public LanguageModelClient(Uri address, LanguageModelClientOptions? options = null)
        : this(OwnedHttpClient.Create(address), owns: true, options)
    {
    }

    /// <summary>Creates a client on the connections of another.</summary>
    /// <param name="http">
    /// Has the base of the API as its <see cref="HttpClient.BaseAddress"/> and lives at least as long as this client.
    /// </param>
    /// <param name="options">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is wrong.</exception>
    public LanguageModelClient(HttpClient http, LanguageModelClientOptions? options = null)
        : this(http ?? throw new ArgumentNullException(nameof(http)), owns: false, options)
    {
    }

    private LanguageModelClient(HttpClient http, bool owns, LanguageModelClientOptions? options)
    {
        _options = options ?? new LanguageModelClientOptions();
        LanguageModelClientOptions.Validate(_options);
        BaseAddress = ServerAddress.Require(http.BaseAddress);
        Root = GetRoot(BaseAddress.AbsolutePath);
        _http = http;
        _owns = owns;
        _pool = _options.Pool ?? new TensorPool();
    }

    /// <summary>Gets the base of the API.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Gets the path beside the base, where vLLM has what is not OpenAI's.</summary>
    private string Root { get; }

    /// <summary>Asks for text and waits for the first event of the answer.</summary>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The request: messages are sent as a chat, any other prompt as a plain completion.</param>
    /// <param name="call">Headers of this call, and the time until the first event.</param>
    /// <param name="cancellationToken">Cancels the call and the stream, and tells the server so.</param>
    /// <returns>The stream, to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public async ValueTask<GenerationStream> StartAsync(
        string model,
        TextGenerationRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        var content = PooledJsonContent.Create(body => OpenAiJson.WriteRequest(body, model, request, _options.Form));
        HttpRequestMessage message;
        try
        {
            message = NewMessage(
                HttpMethod.Post, request.Messages is null ? "completions" : "chat/completions", call);
            message.Content = content;
        }
        catch
        {
            content.Dispose();
            throw;
        }

        var scope = CallScope.ForStream(call?.Timeout ?? _options.Timeout, _options.TimeProvider, cancellationToken);
        var one = new LanguageModelCall(_options, _pool, message, content, scope);
        try
        {
            var first = await one.StartAsync(_http);
            return new GenerationStream(one, request.Sampling.Count, _options.ChunkTimeout, first);
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }
    }

    /// <summary>Generates text, piece by piece.</summary>
    /// <param name="model">The model's name at the server.</param>
    /// <param name="request">The request.</param>
    /// <param name="call">Headers of this call, and the time until the first event.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>The updates as they come.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        string model,
        TextGenerationRequest request,
        InferenceCallOptions? call = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = await StartAsync(model, request, call, cancellationToken);
        await foreach (var update in stream.ReadAllAsync())
        {
            yield return update;
        }
    }

    /// <summary>Closes the connections, unless they belong to an <see cref="HttpClient"/> that was given.</summary>
    public void Dispose()
    {
        if (_owns)
        {
            _http.Dispose();
        }
    }

    // Proxies may have both below a path of their own.
    private static string GetRoot(string path)
    {
        foreach (var ending in (ReadOnlySpan<string>)["/openai/v1/", "/v1/"])
        {
            if (path.EndsWith(ending, StringComparison.Ordinal))
            {
                return path[..^(ending.Length - 1)];
            }
        }

        return "/";
    }

    private HttpRequestMessage NewMessage(HttpMethod method, string path, InferenceCallOptions? call)
    {
        var message = new HttpRequestMessage(method, new Uri(BaseAddress, path))
        {
            // Without TLS there is nothing that would agree on a version.
            Version = BaseAddress.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        CallHeaders.Apply(message.Headers, _options.Headers, call?.Headers);
        if (_options.ApiKey is { } key)
        {
            // The key belongs to this server, whatever the caller's own caller sent.
            message.Headers.Remove("Authorization");
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        return message;
    }

    private async ValueTask<T> SendAsync<T>(
        HttpRequestMessage message,
        InferenceCallOptions? call,
        Func<ReadOnlyMemory<byte>, T> read,
        CancellationToken cancellationToken)
    {
        using var scope = new CallScope(call?.Timeout ?? _options.Timeout, _options.TimeProvider, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, scope.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await LanguageModelErrors.ReadAsync(response, _pool, _options.TimeProvider, scope.Token);
            }

            using var body = await BodyReader.ReadAsync(
                response.Content, _options.MaxResponseLength, _pool, scope.Token);
            return Read(body.Memory, read);
        }
        catch (Exception error) when (CallErrors.IsForeign(error, scope))
        {
            throw CallErrors.Translate(error, scope);
        }
    }

    private static T Read<T>(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(body);
        }
        catch (InferenceException error)
        {
            throw CallErrors.Malformed(error.Message, error);
        }
    }
}
