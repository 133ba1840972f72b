using KServe.Storage.Cache;

namespace KServe.Storage.HuggingFace;

/// <summary>Adds up how far the files of a model have come.</summary>
/// <remarks>Safe for concurrent calls; what it tells never goes back, even when a file begins anew.</remarks>
internal sealed class HubProgress(ProgressFan fan, long total)
{
    private readonly Lock _gate = new();
    private long _done;
    private long _told;

    public IByteProgress CreateFile() => new FileProgress(this);

    public void Complete()
    {
        lock (_gate)
        {
            fan.Report(total, total, isEnd: true);
        }
    }

    private void Add(long bytes)
    {
        lock (_gate)
        {
            _done += bytes;
            if (_done > _told)
            {
                _told = _done;
                fan.Report(Math.Min(_told, total), total, isEnd: false);
            }
        }
    }

    private sealed class FileProgress(HubProgress model) : IByteProgress
    {
        private long _last;

        public void Report(long bytesDone, long? bytesTotal, bool isEnd)
        {
            model.Add(bytesDone - _last);
            _last = bytesDone;
        }
    }
}
