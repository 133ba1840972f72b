namespace KServe.Storage.Cache;

/// <summary>Runs one download for all callers that want the same thing at the same time.</summary>
/// <remarks>
/// Safe for concurrent calls. A caller that gives up leaves the others undisturbed; when the last one does, the
/// download is cancelled and has cleaned up before that caller sees its exception.
/// </remarks>
internal sealed class SharedDownloads(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedDownload> _running = new(StringComparer.Ordinal);

    public async Task<string> RunAsync(
        string key,
        string uri,
        Func<ProgressFan, CancellationToken, Task<string>> download,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SharedDownload shared = Join(key, uri, download);
        shared.Progress.Add(progress);
        try
        {
            return await shared.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            shared.Progress.Remove(progress);
            await LeaveAsync(key, shared);
        }
    }

    private SharedDownload Join(string key, string uri, Func<ProgressFan, CancellationToken, Task<string>> download)
    {
        lock (_gate)
        {
            if (!_running.TryGetValue(key, out SharedDownload? shared) || shared.Task.IsCompleted)
            {
                shared = new SharedDownload(uri, timeProvider);
                shared.Start(download);
                _running[key] = shared;
            }

            shared.Waiters++;
            return shared;
        }
    }

    private async Task LeaveAsync(string key, SharedDownload shared)
    {
        lock (_gate)
        {
            if (--shared.Waiters > 0)
            {
                return;
            }

            if (_running.TryGetValue(key, out SharedDownload? running) && running == shared)
            {
                _running.Remove(key);
            }
        }

        using (shared)
        {
            await shared.CancelAsync();
            await ((Task)shared.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
