using KServe.Protocol;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>The model repository in the shapes of KServe, Triton and MLServer.</summary>
internal sealed class RepositoryMethods(
    ModelRegistry registry,
    RepositoryGuard guard,
    NameCache names,
    IHostApplicationLifetime lifetime,
    IOptions<KServeHttpOptions> options,
    ILogger<RepositoryMethods> logger)
{
    private readonly ProtocolLimits _limits = options.Value.Limits;

    public ValueTask IndexAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        guard.RequireEnabled();
        var onlyReady = GrpcMessages.ReadRepositoryIndexRequest(message.Span);
        foreach (var status in registry.GetIndex())
        {
            if (!onlyReady || status.State == ModelState.Ready)
            {
                GrpcAnswers.WriteRepositoryIndexEntry(answer, status);
            }
        }

        return default;
    }

    public async ValueTask LoadAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        var request = Read(context, message);
        if (request.HasOverrides)
        {
            throw InferenceException.InvalidArgument(
                "parameters: a configuration or files of a model are not taken from clients");
        }

        // A load outlives its client: one that gives up waiting must not leave the model half loaded.
        HttpLog.Repository(logger, "load", LogText.Clean(request.ModelName));
        await registry.LoadAsync(request.ModelName, lifetime.ApplicationStopping).WaitAsync(cancellationToken);
        GrpcAnswers.WriteRepositoryModelResponse(answer, request);
    }

    public async ValueTask UnloadAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        var request = Read(context, message);
        HttpLog.Repository(logger, "unload", LogText.Clean(request.ModelName));
        await registry.UnloadAsync(request.ModelName, lifetime.ApplicationStopping).WaitAsync(cancellationToken);
        GrpcAnswers.WriteRepositoryModelResponse(answer, request);
    }

    private GrpcRepositoryModelRequest Read(HttpContext context, ReadOnlyMemory<byte> message)
    {
        guard.RequireAccess(context);
        var request = GrpcMessages.ReadRepositoryModelRequest(message.Span, _limits, names);
        RouteNames.RequireModel(request.ModelName);
        return request;
    }
}
