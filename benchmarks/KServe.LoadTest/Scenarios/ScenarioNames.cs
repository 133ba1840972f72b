namespace KServe.LoadTest.Scenarios;

/// <summary>The names of scenarios on the command line and in the table.</summary>
internal static class ScenarioNames
{
    /// <summary>Iris over V1 JSON, 1×4.</summary>
    public const string Iris = "iris-v1";

    /// <summary>Identity over V2 JSON, FP32 [1,1000] in the shortest form.</summary>
    public const string Json = "json-1000";

    /// <summary>The same values with the digits of FP64.</summary>
    public const string JsonWidened = "json-1000-wide";

    /// <summary>Identity over V2 gRPC, raw FP32 [1,1000].</summary>
    public const string Grpc = "grpc-1000";

    /// <summary>Identity over V2 gRPC, raw FP32 [1,150528].</summary>
    public const string GrpcLarge = "grpc-150528";

    /// <summary>Identity over V2 REST binary, FP32 [1,1000].</summary>
    public const string Binary = "binary-1000";

    /// <summary>Identity over V2 REST binary, FP32 [1,150528].</summary>
    public const string BinaryLarge = "binary-150528";

    /// <summary>An ONNX model that computes for over a millisecond.</summary>
    public const string Compute = "onnx-compute";

    /// <summary>Iris at half of the saturation load.</summary>
    public const string IrisOpen = "iris-v1-open";

    /// <summary>gRPC [1,1000] at half of the saturation load.</summary>
    public const string GrpcOpen = "grpc-1000-open";

    /// <summary>Iris for a minute.</summary>
    public const string IrisSteady = "iris-v1-steady";

    /// <summary>A model that costs per call, 64 requests in flight.</summary>
    public const string Batching = "batching-64";

    /// <summary>A model that costs per call, one request in flight.</summary>
    public const string BatchingSingle = "batching-1";
}
