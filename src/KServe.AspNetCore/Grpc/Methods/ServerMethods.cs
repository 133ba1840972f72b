using KServe.Protocol;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Health and metadata of the server and of models.</summary>
internal sealed class ServerMethods(
    ModelRegistry registry,
    ServerHealth health,
    NameCache names,
    IOptions<KServeOptions> server,
    IOptions<KServeHttpOptions> options)
{
    private static readonly string[] Extensions = ["model_repository", "statistics"];
    private static readonly string Version = typeof(ServerMethods).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private readonly ProtocolLimits _limits = options.Value.Limits;

    public static ValueTask ServerLiveAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        GrpcMessages.ReadEmpty(message.Span);
        GrpcAnswers.WriteFlag(answer, value: true);
        return default;
    }

    public async ValueTask ServerReadyAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        GrpcMessages.ReadEmpty(message.Span);
        GrpcAnswers.WriteFlag(answer, await health.IsReadyAsync(cancellationToken));
    }

    public async ValueTask ModelReadyAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        var model = GrpcMessages.ReadModelReference(message.Span, _limits, names);
        GrpcAnswers.WriteFlag(answer, await registry.IsReadyAsync(model.Name, model.Version, cancellationToken));
    }

    public ValueTask ServerMetadataAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        GrpcMessages.ReadEmpty(message.Span);
        GrpcAnswers.WriteServerMetadata(answer, server.Value.ServerName, Version, Extensions);
        return default;
    }

    public async ValueTask ModelMetadataAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        var model = GrpcMessages.ReadModelReference(message.Span, _limits, names);
        using var lease = await registry.PinStableAsync(model.Name, model.Version, cancellationToken);
        GrpcAnswers.WriteModelMetadata(
            answer, model.Name, registry.GetVersions(lease.Revision.ModelName), lease.Revision.Signature);
    }
}
