namespace KServe.Storage.Cache;

/// <summary>Tells all who wait for a download how far it has come, a few times a second at most.</summary>
/// <remarks>Safe for concurrent calls; <see cref="Report"/> is called by the download alone.</remarks>
internal sealed class ProgressFan(string uri, TimeProvider timeProvider) : IByteProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private IProgress<DownloadProgress>[] _targets = [];
    private long? _lastReport;

    public void Add(IProgress<DownloadProgress>? target)
    {
        if (target is not null)
        {
            lock (_gate)
            {
                _targets = [.. _targets, target];
            }
        }
    }

    public void Remove(IProgress<DownloadProgress>? target)
    {
        lock (_gate)
        {
            int index = target is null ? -1 : Array.IndexOf(_targets, target);
            if (index >= 0)
            {
                _targets = [.. _targets[..index], .. _targets[(index + 1)..]];
            }
        }
    }

    /// <summary>Reports, unless the last report was a moment ago and this is not the end.</summary>
    public void Report(long bytesDone, long? bytesTotal, bool isEnd)
    {
        long now = timeProvider.GetTimestamp();
        if (!isEnd && _lastReport is { } last && timeProvider.GetElapsedTime(last, now) < Interval)
        {
            return;
        }

        _lastReport = now;
        foreach (IProgress<DownloadProgress> target in Volatile.Read(ref _targets))
        {
            target.Report(new DownloadProgress(uri, bytesDone, bytesTotal));
        }
    }
}
