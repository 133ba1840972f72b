using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>Passes the progress of one model's download to the log and to whoever observes downloads.</summary>
internal sealed class DownloadReport(
    string modelName,
    IEnumerable<IProgress<DownloadProgress>> observers,
    ILogger logger) : IProgress<DownloadProgress>
{
    private readonly IProgress<DownloadProgress>[] _observers = [.. observers];

    public void Report(DownloadProgress value)
    {
        RegistryLog.Downloading(logger, modelName, value.BytesDone, value.BytesTotal);
        foreach (var observer in _observers)
        {
            observer.Report(value);
        }
    }
}
