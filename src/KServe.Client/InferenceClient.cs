using KServe.Protocol;

namespace KServe.Client;

/// <summary>Calls one inference server; the protocol is the derived class's.</summary>
/// <remarks>
/// Safe for concurrent use; one instance serves a whole application. Every method throws
/// <see cref="InferenceException"/> when the call fails: its code tells the kind of failure whatever the protocol, its
/// message has the server's own text, and its inner exception is a <see cref="ServerErrorException"/> when the server
/// answered. Nothing is retried.
/// </remarks>
public abstract class InferenceClient : IDisposable
{
    private readonly HttpClient? _owned;

    private protected InferenceClient(HttpClient http, bool owns, InferenceClientOptions? options)
    {
        options ??= new InferenceClientOptions();
        InferenceClientOptions.Validate(options);
        BaseAddress = ServerAddress.Require(http.BaseAddress);
        Http = http;
        Options = options;
        Pool = options.Pool ?? new TensorPool();
        _owned = owns ? http : null;
    }

    /// <summary>Gets the address of the server.</summary>
    public Uri BaseAddress { get; }

    internal HttpClient Http { get; }

    internal InferenceClientOptions Options { get; }

    internal TensorPool Pool { get; }

    /// <summary>Runs an inference.</summary>
    /// <param name="request">
    /// The request, which stays the caller's. Its model, version, id, parameters, inputs and wanted outputs are sent;
    /// its headers are not.
    /// </param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>The response, to be disposed by the caller; it does not depend on the request.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public abstract ValueTask<InferResponse> InferAsync(
        InferRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default);

    /// <summary>Asks whether the server is alive.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="false"/> when the server says no.</returns>
    /// <exception cref="InferenceException">The server did not answer.</exception>
    public abstract Task<bool> IsServerLiveAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks whether the server and all its models are ready.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="false"/> when the server says no.</returns>
    /// <exception cref="InferenceException">The server did not answer.</exception>
    public abstract Task<bool> IsServerReadyAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks whether a model is ready.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <param name="modelVersion">The version; empty for the server's choice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="false"/> when the server says no, or does not know the model.</returns>
    /// <exception cref="InferenceException">The server did not answer.</exception>
    public abstract Task<bool> IsModelReadyAsync(
        string modelName,
        string modelVersion = "",
        CancellationToken cancellationToken = default);

    /// <summary>Gets what the server says of itself.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Name, version and extensions.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public abstract Task<ServerMetadata> GetServerMetadataAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets what a model takes and gives.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <param name="modelVersion">The version; empty for the server's choice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Versions and signature.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public abstract Task<ModelMetadata> GetModelMetadataAsync(
        string modelName,
        string modelVersion = "",
        CancellationToken cancellationToken = default);

    /// <summary>Lists the models that the server knows, loaded or not.</summary>
    /// <param name="onlyReady">Whether only those that are ready are wanted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One entry for each version of each model.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public abstract Task<IReadOnlyList<ModelStatus>> GetRepositoryIndexAsync(
        bool onlyReady = false,
        CancellationToken cancellationToken = default);

    /// <summary>Loads a model of the server's repository, or loads it again.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <param name="cancellationToken">Cancels the call, not the load.</param>
    /// <returns>A task that ends when the model is loaded.</returns>
    /// <exception cref="InferenceException">The call or the load failed.</exception>
    public abstract Task LoadModelAsync(string modelName, CancellationToken cancellationToken = default);

    /// <summary>Unloads a model.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <param name="cancellationToken">Cancels the call, not the unload.</param>
    /// <returns>A task that ends when the server has answered.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public abstract Task UnloadModelAsync(string modelName, CancellationToken cancellationToken = default);

    /// <summary>Closes the connections, unless they belong to an <see cref="HttpClient"/> that was given.</summary>
    public void Dispose()
    {
        _owned?.Dispose();
        GC.SuppressFinalize(this);
    }
}
