using System.Net;
using KServe.Protocol;

namespace KServe.Client;

/// <content>Health, metadata and the model repository.</content>
public sealed partial class InferenceRestClient
{
    /// <inheritdoc/>
    public override Task<bool> IsServerLiveAsync(CancellationToken cancellationToken = default) =>
        IsReadyAsync("v2/health/live", cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> IsServerReadyAsync(CancellationToken cancellationToken = default) =>
        IsReadyAsync("v2/health/ready", cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> IsModelReadyAsync(
        string modelName,
        string modelVersion = "",
        CancellationToken cancellationToken = default) =>
        IsReadyAsync(
            Options.Protocol == RestProtocol.V1
                ? RestPaths.V1(modelName, modelVersion)
                : RestPaths.V2(modelName, modelVersion) + "/ready",
            cancellationToken);

    /// <inheritdoc/>
    public override Task<ServerMetadata> GetServerMetadataAsync(CancellationToken cancellationToken = default) =>
        GetAsync(
            "v2",
            answer => V2Metadata.ReadServer(answer.Body.Memory.Span, Options.Limits),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<ModelMetadata> GetModelMetadataAsync(
        string modelName,
        string modelVersion = "",
        CancellationToken cancellationToken = default) =>
        GetAsync(
            RestPaths.V2(modelName, modelVersion),
            answer => V2Metadata.ReadModel(answer.Body.Memory.Span, Options.Limits),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ModelStatus>> GetRepositoryIndexAsync(
        bool onlyReady = false,
        CancellationToken cancellationToken = default) =>
        PostAsync(
            "v2/repository/index",
            new JsonContentOfBytes(onlyReady ? "{\"ready\":true}"u8.ToArray() : "{}"u8.ToArray()),
            call: null,
            answer => V2Metadata.ReadIndex(answer.Body.Memory.Span, Options.Limits),
            cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task LoadModelAsync(string modelName, CancellationToken cancellationToken = default) =>
        PostEmptyAsync(RestPaths.Repository(modelName, "load"), cancellationToken);

    /// <inheritdoc/>
    public override Task UnloadModelAsync(string modelName, CancellationToken cancellationToken = default) =>
        PostEmptyAsync(RestPaths.Repository(modelName, "unload"), cancellationToken);

    private async Task<bool> IsReadyAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, static answer => V1Json.ReadReady(answer.Body.Memory.Span), cancellationToken);
        }
        catch (InferenceException error) when (error.InnerException is ServerErrorException
        {
            StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable,
        })
        {
            return false;
        }
    }

    private Task<bool> PostEmptyAsync(string path, CancellationToken cancellationToken) =>
        PostAsync(path, new JsonContentOfBytes(default), call: null, static _ => true, cancellationToken).AsTask();
}
