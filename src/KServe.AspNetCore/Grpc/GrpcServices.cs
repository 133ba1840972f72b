namespace KServe.AspNetCore.Grpc;

/// <summary>The full names of the services.</summary>
internal static class GrpcServices
{
    public const string Inference = "inference.GRPCInferenceService";
    public const string Repository = "inference.model_repository.ModelRepositoryService";
    public const string Health = "grpc.health.v1.Health";

    /// <summary>Tells whether a path names a method of a service that could only be ours.</summary>
    public static bool IsBelow(string? path) => path is not null
        && (path.StartsWith("/inference.", StringComparison.Ordinal)
            || path.StartsWith($"/{Health}/", StringComparison.Ordinal));
}
