namespace KServe.ControlPlane;

/// <summary>What reading a resource must know of its host.</summary>
internal sealed class ControlPlaneContext(string defaultNamespace, IReadOnlyCollection<string> storageSchemes)
{
    public string DefaultNamespace => defaultNamespace;

    /// <summary>Gets the schemes that the host has storage providers or mappings for, beside KServe's own.</summary>
    public IReadOnlyCollection<string> StorageSchemes => storageSchemes;
}
