namespace KServe.Tool.Resources;

/// <summary>Says which server is meant, and who asks.</summary>
internal sealed record ServerSettings(Uri Address, string? Key, string Namespace);
