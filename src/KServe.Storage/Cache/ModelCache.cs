using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KServe.Storage.Archives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Cache;

/// <summary>Keeps models on the local disk, named by their content.</summary>
/// <remarks>
/// Safe for concurrent calls and for several processes on one folder. A model's folder comes into being by one
/// rename, with its marker inside: it is either complete or not there, whenever a process dies.
/// </remarks>
internal sealed class ModelCache
{
    private readonly Lock _gate = new();
    private readonly CacheLayout _layout;
    private readonly CacheFiles _files;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private bool _ready;

    public ModelCache(
        IOptions<StorageOptions> options,
        CacheFiles files,
        TimeProvider timeProvider,
        ILoggerFactory? loggerFactory = null)
    {
        _layout = new CacheLayout(Path.GetFullPath(options.Value.CacheDirectory));
        _files = files;
        _timeProvider = timeProvider;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ModelCache>();
    }

    public async Task<CacheLock> LockAsync(string uriKey, CancellationToken cancellationToken)
    {
        try
        {
            Prepare();
            return await CacheLock.TakeAsync(_layout.Lock(uriKey), _timeProvider, cancellationToken);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    public Workspace CreateWorkspace()
    {
        try
        {
            return Workspace.Create(_layout.Temp);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    /// <summary>Opens what there is of a model that is downloaded file by file; called with its lock held.</summary>
    public PartialModel OpenPartial(string key)
    {
        try
        {
            return PartialModel.Open(_layout.Partial, key, _timeProvider.GetUtcNow());
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    public CacheReference? FindReference(string uriKey)
    {
        CacheReference? reference = ReadJson(_layout.Reference(uriKey), CacheJsonContext.Default.CacheReference);
        return reference is not null && CacheKey.IsKey(reference.Key) ? reference : null;
    }

    /// <summary>Remembers what a URI stands for; called with its lock held.</summary>
    public void SaveReference(string uriKey, CacheReference reference, Workspace workspace)
    {
        try
        {
            string draft = Path.Combine(workspace.Folder, "reference.json");
            WriteJson(draft, reference, CacheJsonContext.Default.CacheReference);
            File.Move(draft, _layout.Reference(uriKey), overwrite: true);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    /// <summary>Finds a complete model.</summary>
    /// <returns>The path of its file or folder; <see langword="null"/> when it is not there or damaged.</returns>
    public string? FindModel(string key)
    {
        string folder = _layout.Model(key);
        CacheMarker? marker = ReadJson(CacheLayout.Marker(folder), CacheJsonContext.Default.CacheMarker);
        try
        {
            return marker is null ? null : CacheContent.Find(CacheLayout.Content(folder), marker);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    /// <summary>Makes the workspace's model folder a model of the cache.</summary>
    /// <returns>The path of its file or folder.</returns>
    public string Publish(string key, CacheMarker marker, Workspace workspace)
    {
        try
        {
            WriteJson(CacheLayout.Marker(workspace.Model), marker, CacheJsonContext.Default.CacheMarker);
            string folder = _layout.Model(key);
            if (FindModel(key) is null && Directory.Exists(folder))
            {
                // What is damaged goes aside first, so that no moment shows a half-deleted model.
                CacheLog.Damaged(_logger, key);
                Directory.Move(folder, Path.Combine(workspace.Folder, "damaged"));
            }

            Move(workspace.Model, folder);
            return FindModel(key) ?? throw new IOException("The published model is not complete.");
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private static void Move(string source, string target)
    {
        try
        {
            Directory.Move(source, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another URI with the same content was faster.
        }
    }

    private void Prepare()
    {
        lock (_gate)
        {
            if (_ready)
            {
                return;
            }

            _layout.Create();
            int removed = Workspace.RemoveStale(_layout.Temp)
                + PartialModel.RemoveStale(_layout, _timeProvider.GetUtcNow());
            if (removed > 0)
            {
                CacheLog.Cleaned(_logger, removed);
            }

            _ready = true;
        }
    }

    private T? ReadJson<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using FileStream file = _files.OpenRead(path);
            return JsonSerializer.Deserialize(file, type);
        }
        catch (JsonException)
        {
            // A file of another version, or damaged: the same as none.
            return null;
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private void WriteJson<T>(string path, T value, JsonTypeInfo<T> type)
    {
        using FileStream file = _files.Create(path);
        file.Write(JsonSerializer.SerializeToUtf8Bytes(value, type));
        file.Flush(flushToDisk: true);
    }
}
