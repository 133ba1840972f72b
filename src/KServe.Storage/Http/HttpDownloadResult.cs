namespace KServe.Storage.Http;

/// <summary>What a download brought; without a digest when the cached copy is still right.</summary>
internal sealed record HttpDownloadResult
{
    public static HttpDownloadResult NotModified { get; } = new();

    public string? Sha256 { get; init; }

    public string? MediaType { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }
}
