using System.Buffers;
using System.Globalization;

namespace KServe.PayloadLogging;

/// <summary>Writes events to files that are closed by size and age.</summary>
/// <remarks>
/// A file that is being written has the extension <c>.part</c> behind its own: whoever reads the folder takes whole
/// files only. After a crash the part that reached the disk is left under that name.
/// </remarks>
internal sealed class FilePayloadSink : IThreadedPayloadSink
{
    private const string PartExtension = ".part";
    private const int MaxKeptBytes = 4 << 20;

    private readonly string _folder;
    private readonly EventTable _table;
    private readonly PayloadFileOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _lock = new(1);
    private readonly ITimer _timer;
    private ArrayBufferWriter<byte> _buffer = new();
    private FileStream? _file;

    public FilePayloadSink(string folder, EventTable table, PayloadFileOptions options, TimeProvider time)
    {
        _folder = folder;
        _table = table;
        _options = options;
        _time = time;
        _timer = time.CreateTimer(
            static state => _ = ((FilePayloadSink)state!).CloseOldAsync(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken) =>
        new(Task.Run(() => Write(events, cancellationToken), cancellationToken));

    public int Write(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        _lock.Wait(cancellationToken);
        try
        {
            _buffer = _buffer.Capacity > MaxKeptBytes ? new() : _buffer;
            _buffer.ResetWrittenCount();
            if (_file is null)
            {
                Open();
                _table.WriteHeader(_buffer);
            }

            // Not cancelled half way: a line is written whole or the file is closed after it.
            _table.Write(_buffer, events);
            _file!.Write(_buffer.WrittenSpan);
            if (_file.Length >= _options.MaxFileBytes)
            {
                Close();
            }

            return events.Count;
        }
        catch (IOException)
        {
            // A full disk or a lost mount: the next batch begins with a new file.
            Abandon();
            throw;
        }
        finally
        {
            _lock.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _lock.WaitAsync();
        try
        {
            Close();
        }
        finally
        {
            _lock.Release();
        }
    }

    private void Open()
    {
        Directory.CreateDirectory(_folder);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        var time = _time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        for (var number = 0; _file is null; number++)
        {
            // Another host may write to the same folder in the same millisecond.
            var path = Path.Combine(_folder, $"{time}-{number:0000}.{_table.Extension}");
            if (!File.Exists(path) && !File.Exists(path + PartExtension))
            {
                _file = TryOpen(path + PartExtension, options);
            }
        }

        _timer.Change(_options.MaxFileAge, Timeout.InfiniteTimeSpan);
    }

    private static FileStream? TryOpen(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private async Task CloseOldAsync()
    {
        await _lock.WaitAsync();
        try
        {
            Close();
        }
        catch (IOException)
        {
            // The events are on the disk under the name of a part; the next write reports what is wrong.
        }
        finally
        {
            _lock.Release();
        }
    }

    private void Close()
    {
        if (_file is not { } file)
        {
            return;
        }

        _file = null;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        file.Dispose();
        File.Move(file.Name, file.Name[..^PartExtension.Length]);
        DeleteOldest();
    }

    private void Abandon()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // The first error tells more.
        }
    }

    // Names begin with the time, so that their order is that of age.
    private void DeleteOldest()
    {
        if (_options.MaxFiles == 0)
        {
            return;
        }

        var files = Directory.GetFiles(_folder, $"*.{_table.Extension}");
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files.AsSpan(0, Math.Max(0, files.Length - _options.MaxFiles)))
        {
            File.Delete(file);
        }
    }
}
