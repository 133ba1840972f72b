using KServe.Protocol;
using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <content>Health, metadata and the model repository.</content>
public sealed partial class InferenceGrpcClient
{
    /// <inheritdoc/>
    public override Task<bool> IsServerLiveAsync(CancellationToken cancellationToken = default) =>
        ControlAsync(GrpcMethods.ServerLive, write: null, ReadFlag, cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> IsServerReadyAsync(CancellationToken cancellationToken = default) =>
        ControlAsync(GrpcMethods.ServerReady, write: null, ReadFlag, cancellationToken);

    /// <inheritdoc/>
    public override async Task<bool> IsModelReadyAsync(
        string modelName,
        string modelVersion = "",
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await ControlAsync(
                GrpcMethods.ModelReady, Reference(modelName, modelVersion), ReadFlag, cancellationToken);
        }
        catch (InferenceException error) when (error.InnerException is ServerErrorException
        {
            StatusCode: null,
            GrpcStatus: GrpcStatusCode.NotFound or GrpcStatusCode.InvalidArgument or GrpcStatusCode.Unavailable,
        })
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override Task<ServerMetadata> GetServerMetadataAsync(CancellationToken cancellationToken = default) =>
        ControlAsync(
            GrpcMethods.ServerMetadata,
            write: null,
            reply => GrpcClientMessages.ReadServerMetadata(reply.Message.Span, Options.Limits, _names),
            cancellationToken);

    /// <inheritdoc/>
    public override Task<ModelMetadata> GetModelMetadataAsync(
        string modelName,
        string modelVersion = "",
        CancellationToken cancellationToken = default) =>
        ControlAsync(
            GrpcMethods.ModelMetadata,
            Reference(modelName, modelVersion),
            reply =>
            {
                var signature = GrpcClientMessages.ReadModelMetadata(
                    reply.Message.Span, Options.Limits, _names, out var versions);
                return new ModelMetadata(modelName, versions, signature);
            },
            cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ModelStatus>> GetRepositoryIndexAsync(
        bool onlyReady = false,
        CancellationToken cancellationToken = default) =>
        ControlAsync(
            GrpcMethods.RepositoryIndex,
            writer => GrpcClientMessages.WriteRepositoryIndexRequest(writer, onlyReady),
            reply => GrpcClientMessages.ReadRepositoryIndex(reply.Message.Span, Options.Limits, _names),
            cancellationToken);

    /// <inheritdoc/>
    public override Task LoadModelAsync(string modelName, CancellationToken cancellationToken = default) =>
        RepositoryAsync(GrpcMethods.RepositoryModelLoad, modelName, cancellationToken);

    /// <inheritdoc/>
    public override Task UnloadModelAsync(string modelName, CancellationToken cancellationToken = default) =>
        RepositoryAsync(GrpcMethods.RepositoryModelUnload, modelName, cancellationToken);

    private static bool ReadFlag(GrpcReply reply) => GrpcClientMessages.ReadFlag(reply.Message.Span);

    private static Action<ProtoWriter> Reference(string modelName, string modelVersion)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(modelVersion);
        return writer => GrpcClientMessages.WriteModelReference(
            writer, new GrpcModelReference(modelName, modelVersion));
    }

    private Task<bool> RepositoryAsync(string method, string modelName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        return ControlAsync(
            method,
            writer => GrpcClientMessages.WriteRepositoryModelRequest(
                writer, modelName, Options.UsesTritonRepository),
            static _ => true,
            cancellationToken);
    }

    private Task<T> ControlAsync<T>(
        string method,
        Action<ProtoWriter>? write,
        Func<GrpcReply, T> read,
        CancellationToken cancellationToken) =>
        CallAsync(
            method,
            new GrpcControlContent(Pool, write),
            call: null,
            read,
            keepsReply: false,
            cancellationToken).AsTask();
}
