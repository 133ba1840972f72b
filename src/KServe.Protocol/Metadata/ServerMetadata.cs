namespace KServe.Protocol;

/// <summary>Tells what a server says of itself.</summary>
/// <param name="Name">The server's name, like <c>kserve</c> or <c>triton</c>.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Extensions">The names of the extensions it supports.</param>
public sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);
