namespace KServe.Protocol.Grpc;

/// <summary>Holds a request to load or unload a model, in KServe's shape or in Triton's.</summary>
/// <param name="ModelName">The model's name.</param>
/// <param name="IsTriton">Whether the shape is Triton's, whose answer is an empty message.</param>
/// <param name="HasOverrides">Whether Triton's parameters bring a configuration or files of the model.</param>
public readonly record struct GrpcRepositoryModelRequest(string ModelName, bool IsTriton, bool HasOverrides);
