using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Tells that something below the watched paths may have changed: by the file system, or by the clock.</summary>
internal sealed class PathSignals : IDisposable
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly ControlPlaneOptions _options;
    private readonly TimeProvider _time;

    public PathSignals(IOptions<ControlPlaneOptions> options, TimeProvider time, ILogger<PathSignals> logger)
    {
        _options = options.Value;
        _time = time;
        foreach (var path in _options.Paths)
        {
            try
            {
                _watchers.Add(Watch(Path.GetFullPath(path)));
            }
            catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // Not every file system can tell, and systems bound how many may ask.
                ControlPlaneLog.NotWatched(logger, error, path, _options.RescanInterval);
            }
        }
    }

    /// <summary>Waits for a change, or for the time of the next look without one; then until files are at rest.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var interval = new CancellationTokenSource(_options.RescanInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }

        do
        {
            await Task.Delay(_options.SettleTime, _time, cancellationToken);
        }
        while (_signals.Reader.TryRead(out _) && !interval.IsCancellationRequested);
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
        {
            watcher.Dispose();
        }
    }

    private FileSystemWatcher Watch(string path)
    {
        var isFolder = Directory.Exists(path);
        var watcher = new FileSystemWatcher(isFolder ? path : Path.GetDirectoryName(path)!)
        {
            IncludeSubdirectories = isFolder,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite
                | NotifyFilters.Size | NotifyFilters.CreationTime,
        };
        watcher.Changed += OnEvent;
        watcher.Created += OnEvent;
        watcher.Deleted += OnEvent;
        watcher.Renamed += OnEvent;
        watcher.Error += OnError;
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void OnEvent(object sender, FileSystemEventArgs args) => _signals.Writer.TryWrite(true);

    // Events were lost: look at everything.
    private void OnError(object sender, ErrorEventArgs args) => _signals.Writer.TryWrite(true);
}
