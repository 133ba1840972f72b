namespace KServe.ControlPlane;

/// <summary>What a file held when it was last right, and what is wrong with it now.</summary>
internal sealed record FileState(byte[] Hash, IReadOnlyList<Resource> Resources, IReadOnlyList<ResourceError> Errors);
