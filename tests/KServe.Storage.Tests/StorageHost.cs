using KServe.Storage.Archives;
using KServe.Storage.Cache;
using KServe.Storage.Files;
using KServe.Storage.Http;
using KServe.Storage.HuggingFace;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Storage.Tests;

/// <summary>The storage services over a folder of their own, which goes with them.</summary>
internal sealed class StorageHost : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsRoot;

    public StorageHost(
        Action<StorageOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        string? root = null)
    {
        _ownsRoot = root is null;
        Root = root ?? Directory.CreateTempSubdirectory("kserve-storage-").FullName;
        ServiceCollection collection = new();
        collection.AddSingleton<HubEnvironment>(new NoEnvironment());
        services?.Invoke(collection);
        collection.AddKServeCore().AddStorage(options =>
        {
            options.CacheDirectory = Path.Combine(Root, "cache");
            options.AllowedPrivateHosts.Add("127.0.0.1");
            options.RetryDelay = TimeSpan.Zero;
            configure?.Invoke(options);
        });
        _services = collection.BuildServiceProvider();
    }

    public string Root { get; }

    public string Cache => Path.Combine(Root, "cache");

    public string Temp => Path.Combine(Cache, "temp");

    public string Models => Path.Combine(Cache, "models");

    public FileStorageProvider Files => Provider<FileStorageProvider>();

    public HttpStorageProvider Http => Provider<HttpStorageProvider>();

    public HubStorageProvider Hub => Provider<HubStorageProvider>();

    public string Partial => Path.Combine(Cache, "partial");

    public ArchiveExtractor Extractor => _services.GetRequiredService<ArchiveExtractor>();

    public ModelCache ModelCache => _services.GetRequiredService<ModelCache>();

    public IReadOnlyList<IStorageProvider> Providers => [.. _services.GetServices<IStorageProvider>()];

    public Task<string> GetAsync(string uri, IProgress<DownloadProgress>? progress = null) =>
        Http.DownloadAsync(uri, progress, TestContext.Current.CancellationToken).AsTask();

    public Task<string> GetHubAsync(string uri, IProgress<DownloadProgress>? progress = null) =>
        Hub.DownloadAsync(uri, progress, TestContext.Current.CancellationToken).AsTask();

    public async Task<InferenceException> FailHubAsync(string uri) =>
        await Assert.ThrowsAsync<InferenceException>(() => GetHubAsync(uri));

    public async Task<InferenceException> FailAsync(string uri) =>
        await Assert.ThrowsAsync<InferenceException>(() => GetAsync(uri));

    /// <summary>Asserts that neither a part of a download nor a model is there.</summary>
    public void AssertNothingStored()
    {
        AssertNoTemp();
        Assert.True(!Directory.Exists(Models) || !Directory.EnumerateFileSystemEntries(Models).Any());
    }

    public void AssertNoTemp() =>
        Assert.True(!Directory.Exists(Temp) || !Directory.EnumerateFileSystemEntries(Temp).Any());

    public void Dispose()
    {
        _services.Dispose();
        if (_ownsRoot)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private T Provider<T>() => _services.GetServices<IStorageProvider>().OfType<T>().Single();

    // What the machine of the developer has set must not matter.
    private sealed class NoEnvironment : HubEnvironment
    {
        protected override string? Get(string name) => null;
    }
}
