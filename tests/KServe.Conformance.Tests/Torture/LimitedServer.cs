using KServe.Load.Crash;

namespace KServe.Conformance.Tests.Torture;

/// <summary>A server under limits of its process, with the origin of its model's file and a cache of its own.</summary>
internal sealed class LimitedServer : IAsyncDisposable
{
    private readonly ServedProcess _process;
    private readonly string _cache;

    private LimitedServer(ServedProcess process, FileOrigin origin, string cache) =>
        (_process, Origin, _cache) = (process, origin, cache);

    public FileOrigin Origin { get; }

    public ServedProcess Process => _process;

    /// <summary>Gets the folder of downloads.</summary>
    public string Cache => _cache;

    public static async Task<LimitedServer> StartAsync(
        string program, string limits, int fileSize, CancellationToken cancellationToken)
    {
        var cache = Directory.CreateTempSubdirectory("kserve-limits-").FullName;
        var origin = await FileOrigin.StartAsync(fileSize, cancellationToken);
        var process = await ServedProcess.StartAsync(program, limits, "serve", origin.Address.ToString(), cache);
        return new LimitedServer(process, origin, cache);
    }

    public HttpClient Connect() => new() { BaseAddress = _process.Address };

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Origin.DisposeAsync();
        Directory.Delete(_cache, recursive: true);
    }
}
