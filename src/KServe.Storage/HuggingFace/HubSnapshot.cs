using KServe.Storage.Cache;

namespace KServe.Storage.HuggingFace;

/// <summary>The files of a model at one commit.</summary>
/// <param name="Reference">What was asked for.</param>
/// <param name="Commit">The commit that all files are of.</param>
/// <param name="Files">The files that are downloaded.</param>
internal sealed record HubSnapshot(HubReference Reference, string Commit, IReadOnlyList<HubFile> Files)
{
    /// <summary>Gets the name of the content, in the cache.</summary>
    public string Key { get; } = CacheKey.ForFiles(Files.Select(static f => $"{f.Path}\t{f.Bytes}\t{f.Digest}"));

    public long Bytes { get; } = Files.Sum(static file => file.Bytes);
}
