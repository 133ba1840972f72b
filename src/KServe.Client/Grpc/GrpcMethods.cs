namespace KServe.Client;

/// <summary>Names the methods of the protocol by their paths.</summary>
internal static class GrpcMethods
{
    public const string ServerLive = Service + "ServerLive";
    public const string ServerReady = Service + "ServerReady";
    public const string ModelReady = Service + "ModelReady";
    public const string ServerMetadata = Service + "ServerMetadata";
    public const string ModelMetadata = Service + "ModelMetadata";
    public const string ModelInfer = Service + "ModelInfer";
    public const string ModelStreamInfer = Service + "ModelStreamInfer";
    public const string RepositoryIndex = Service + "RepositoryIndex";
    public const string RepositoryModelLoad = Service + "RepositoryModelLoad";
    public const string RepositoryModelUnload = Service + "RepositoryModelUnload";

    private const string Service = "inference.GRPCInferenceService/";
}
