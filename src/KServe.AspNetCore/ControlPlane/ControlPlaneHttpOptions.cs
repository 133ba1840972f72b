namespace KServe.AspNetCore;

/// <summary>Configures who may read and change resources over HTTP; the section is <c>KServe:Http:ControlPlane</c>.</summary>
/// <remarks>Read once at start; not safe for changes while the server runs.</remarks>
public sealed class ControlPlaneHttpOptions
{
    /// <summary>Gets or sets from where resources may be read and changed.</summary>
    /// <value>
    /// Default: <see cref="RepositoryAccess.Disabled"/>, for whoever changes resources decides what this process loads
    /// and from where. <see cref="RepositoryAccess.Any"/> needs a <see cref="Key"/>.
    /// </value>
    public RepositoryAccess Access { get; set; }

    /// <summary>Gets or sets what clients must send as <c>Authorization: Bearer</c>.</summary>
    /// <value>At least 16 characters of printable ASCII. Default: <see langword="null"/>, nothing.</value>
    public string? Key { get; set; }
}
