using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore.Grpc;

/// <summary>All methods of all services.</summary>
internal sealed class GrpcRoutes(
    RequestGate gate,
    GrpcErrors errors,
    UnaryCall unary,
    ModelInferMethod infer,
    ModelStreamInferMethod streamInfer,
    ServerMethods server,
    StatisticsMethod statistics,
    RepositoryMethods repository,
    HealthMethods health)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, GrpcServices.Inference, "ModelInfer", infer.InvokeAsync);
        Map(endpoints, GrpcServices.Inference, "ModelStreamInfer", streamInfer.InvokeAsync);
        MapUnary(endpoints, GrpcServices.Inference, "ServerLive", ServerMethods.ServerLiveAsync);
        MapUnary(endpoints, GrpcServices.Inference, "ServerReady", server.ServerReadyAsync);
        MapUnary(endpoints, GrpcServices.Inference, "ModelReady", server.ModelReadyAsync);
        MapUnary(endpoints, GrpcServices.Inference, "ServerMetadata", server.ServerMetadataAsync);
        MapUnary(endpoints, GrpcServices.Inference, "ModelMetadata", server.ModelMetadataAsync);
        MapUnary(endpoints, GrpcServices.Inference, "ModelStatistics", statistics.InvokeAsync);
        foreach (var service in (ReadOnlySpan<string>)[GrpcServices.Inference, GrpcServices.Repository])
        {
            MapUnary(endpoints, service, "RepositoryIndex", repository.IndexAsync);
            MapUnary(endpoints, service, "RepositoryModelLoad", repository.LoadAsync);
            MapUnary(endpoints, service, "RepositoryModelUnload", repository.UnloadAsync);
        }

        MapUnary(endpoints, GrpcServices.Health, "Check", health.CheckAsync);
        Map(endpoints, GrpcServices.Health, "Watch", health.WatchAsync);
    }

    private void MapUnary(IEndpointRouteBuilder endpoints, string service, string name, UnaryAnswer answer) =>
        Map(endpoints, service, name, unary.Create(answer));

    private void Map(IEndpointRouteBuilder endpoints, string service, string name, RequestCall method)
    {
        RequestDelegate guarded = new GrpcMethod(gate, errors, method).InvokeAsync;
        endpoints.Map($"/{service}/{name}", guarded)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Post]))
            .WithDisplayName($"gRPC /{service}/{name}");
    }
}
