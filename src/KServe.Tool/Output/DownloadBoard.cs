using System.Collections.Concurrent;

namespace KServe.Tool.Output;

/// <summary>Keeps how far every download has come, for whoever draws it.</summary>
internal sealed class DownloadBoard : IProgress<DownloadProgress>
{
    private readonly ConcurrentDictionary<string, DownloadProgress> _downloads = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that ends when a download has reported.</summary>
    public Task First => _first.Task;

    public IReadOnlyList<DownloadProgress> Snapshot() => [.. _downloads.Values];

    public void Report(DownloadProgress value)
    {
        _downloads[value.Uri] = value;
        _first.TrySetResult();
    }
}
