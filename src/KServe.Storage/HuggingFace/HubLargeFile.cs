namespace KServe.Storage.HuggingFace;

/// <summary>What the hub's API says of a file that git has a pointer to.</summary>
internal sealed record HubLargeFile
{
    public string? Sha256 { get; init; }

    public long? Size { get; init; }
}
