namespace KServe.Protocol;

/// <summary>Tells what a server says of a model.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Versions">The versions that can be called; empty when the server does not say.</param>
/// <param name="Signature">What the model takes and gives; a data type unknown here reads as none.</param>
public sealed record ModelMetadata(string Name, IReadOnlyList<string> Versions, ModelSignature Signature);
