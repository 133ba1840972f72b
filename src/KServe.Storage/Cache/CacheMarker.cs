namespace KServe.Storage.Cache;

/// <summary>Says that a model's folder is complete, and what it holds.</summary>
internal sealed record CacheMarker
{
    /// <summary>Gets the name of the one file; <see langword="null"/> when the model is a folder.</summary>
    public string? FileName { get; init; }

    public required string Sha256 { get; init; }

    public required long Files { get; init; }

    public required long Bytes { get; init; }
}
