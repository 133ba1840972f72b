namespace KServe.LoadTest.Running;

/// <summary>A server that takes part in a scenario but was not measured.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Reason">Why.</param>
internal sealed record SkippedServer(string Server, string Reason);
