namespace KServe.LoadTest.Running;

/// <summary>What one scenario gave.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Servers">The servers that were measured.</param>
/// <param name="Skipped">Those that were not, with the reason.</param>
internal sealed record ScenarioResult(
    string Name,
    IReadOnlyList<ServerResult> Servers,
    IReadOnlyList<SkippedServer> Skipped)
{
    /// <summary>Finds a server's result.</summary>
    /// <returns>The result, or <see langword="null"/> when it was not measured.</returns>
    public ServerResult? Find(string server) => Servers.FirstOrDefault(result => result.Server == server);
}
