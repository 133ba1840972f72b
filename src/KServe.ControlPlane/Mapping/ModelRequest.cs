namespace KServe.ControlPlane;

/// <summary>What a section says of its model.</summary>
internal sealed record ModelRequest(string Namespace, string Format)
{
    public string? FormatVersion { get; init; }

    public string? Runtime { get; init; }

    public string? Protocol { get; init; }

    /// <summary>Names format, version and protocol for people.</summary>
    public string Describe()
    {
        var version = FormatVersion is null ? "" : $" version {FormatVersion}";
        var protocol = Protocol is null ? "" : $" with protocol {Protocol}";
        return $"the format '{Format}'{version}{protocol}";
    }
}
