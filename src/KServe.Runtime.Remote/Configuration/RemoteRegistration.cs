namespace KServe.Runtime.Remote;

/// <summary>A remote model that was added in code, to be checked at the start.</summary>
internal sealed record RemoteRegistration(string ModelName, string Address, RemoteModelOptions Options);
