namespace KServe.LoadTest.Peers.Programs;

/// <summary>What this machine has of a peer.</summary>
/// <param name="Program">The program that runs it.</param>
/// <param name="Versions">The versions, or <see langword="null"/> where something is missing.</param>
/// <param name="Install">The command that installs what is missing.</param>
internal sealed record PeerTool(string Program, string? Versions, string Install);
