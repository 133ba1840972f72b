namespace KServe.Storage.HuggingFace;

/// <summary>A checked file of a snapshot.</summary>
/// <param name="Path">The relative path, with slashes.</param>
/// <param name="Bytes">The length.</param>
/// <param name="Digest">The digest in lower-case hex: SHA-256, or git's SHA-1 of small files.</param>
internal sealed record HubFile(string Path, long Bytes, string Digest)
{
    private const int Sha256Length = 64;

    public bool IsLarge => Digest.Length == Sha256Length;
}
