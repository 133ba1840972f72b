namespace KServe.AspNetCore.Grpc;

/// <summary>The full names of the services.</summary>
internal static class GrpcServices
{
    public const string Inference = "inference.GRPCInferenceService";
    public const string Repository = "inference.model_repository.ModelRepositoryService";
    public const string Health = "grpc.health.v1.Health";
}
