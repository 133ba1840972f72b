namespace KServe.Storage.Cache;

/// <summary>One download that several callers wait for.</summary>
internal sealed class SharedDownload(string uri, TimeProvider timeProvider) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public ProgressFan Progress { get; } = new(uri, timeProvider);

    public Task<string> Task { get; private set; } = System.Threading.Tasks.Task.FromResult(string.Empty);

    public int Waiters { get; set; }

    public void Start(Func<ProgressFan, CancellationToken, Task<string>> download)
    {
        CancellationToken token = _cancellation.Token;
        Task = System.Threading.Tasks.Task.Run(() => download(Progress, token), CancellationToken.None);
    }

    public Task CancelAsync() => _cancellation.CancelAsync();

    public void Dispose() => _cancellation.Dispose();
}
