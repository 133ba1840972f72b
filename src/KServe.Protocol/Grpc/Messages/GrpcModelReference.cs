namespace KServe.Protocol.Grpc;

/// <summary>Names a model and, when asked for, a version.</summary>
/// <param name="Name">The model's name; empty when none was sent.</param>
/// <param name="Version">The version; empty when none was sent.</param>
public readonly record struct GrpcModelReference(string Name, string Version);
