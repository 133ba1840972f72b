using System.Text.Json.Serialization;

namespace KServe.Storage.HuggingFace;

/// <summary>What the hub's API says of a file.</summary>
internal sealed record HubSibling
{
    [JsonPropertyName("rfilename")]
    public string? Path { get; init; }

    public long? Size { get; init; }

    /// <summary>Gets the SHA-1 digest that git has of the file, or of the pointer to a large one.</summary>
    public string? BlobId { get; init; }

    public HubLargeFile? Lfs { get; init; }
}
