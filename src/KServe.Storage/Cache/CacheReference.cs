namespace KServe.Storage.Cache;

/// <summary>What a URI last stood for, and how to ask whether it still does.</summary>
internal sealed record CacheReference
{
    /// <summary>Gets the folder under <c>models</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the SHA-256 digest of what was downloaded, in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }
}
