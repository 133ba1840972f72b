namespace KServe.AspNetCore;

/// <summary>Names who may load and unload models over the network.</summary>
public enum RepositoryAccess
{
    /// <summary>Nobody; the index of models is closed too.</summary>
    Disabled = 0,

    /// <summary>Clients on the same machine; all clients may read the index.</summary>
    Loopback,

    /// <summary>All clients that reach the server.</summary>
    Any,
}
