using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Counts the memory of all loaded revisions and refuses what would exceed the host's limit.</summary>
/// <remarks>
/// Safe for concurrent use. What a load needs is known before it begins only roughly: what was declared, else the size
/// of the files. Once loaded, what the predictor reports counts instead.
/// </remarks>
internal sealed class ModelMemory(IOptions<KServeOptions> options)
{
    // A folder of more files is counted as far as this: looking must stay cheap beside loading.
    private const int MaxFiles = 10_000;

    private readonly Lock _lock = new();
    private readonly long? _limit = options.Value.ModelMemoryLimit;
    private long _used;

    public long Used => Volatile.Read(ref _used);

    /// <summary>Reserves what a version is going to need.</summary>
    /// <exception cref="InferenceException">The limit leaves less.</exception>
    public MemoryReservation Reserve(VersionPlan plan)
    {
        if (_limit is not { } limit)
        {
            return new MemoryReservation(this, 0);
        }

        var definition = plan.Definition;
        var needed = definition.Options.MemoryBytes ?? Measure(plan.ArtifactPath);
        lock (_lock)
        {
            if (needed > limit - _used)
            {
                throw new InferenceException(
                    InferenceErrorCode.Unavailable,
                    $"Model with name {definition.Name} needs {needed} bytes of memory; of {limit} for all models "
                        + $"{Math.Max(0, limit - _used)} are free.")
                {
                    RetryAfter = TimeSpan.FromSeconds(30),
                    Reason = RefusalReasons.ModelMemory,
                };
            }

            _used += needed;
        }

        return new MemoryReservation(this, needed);
    }

    /// <summary>Counts more or less than was reserved, even above the limit: it is in memory already.</summary>
    public void Add(long bytes)
    {
        if (_limit is not null)
        {
            Interlocked.Add(ref _used, bytes);
        }
    }

    private static long Measure(string? path)
    {
        try
        {
            return path is null ? 0
                : File.Exists(path) ? new FileInfo(path).Length
                : Directory.Exists(path)
                    ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
                        .Take(MaxFiles)
                        .Sum(static file => file.Length)
                : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An estimate is no reason to fail: the load itself will say what is wrong.
            return 0;
        }
    }
}
