using KServe.Storage.Archives;
using KServe.Storage.Cache;
using KServe.Storage.Files;
using KServe.Storage.Http;
using KServe.Storage.HuggingFace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KServe.Storage;

/// <summary>Registers the parts of storage.</summary>
internal static class StorageServices
{
    public static void Add(IServiceCollection services, Action<StorageOptions>? configure)
    {
        OptionsBuilder<StorageOptions> options = services.AddOptions<StorageOptions>();
        if (configure is not null)
        {
            options.PostConfigure(configure);
        }

        // Binding appends to lists: once is enough.
        if (!services.Any(static service => service.ServiceType == typeof(ModelCache)))
        {
            options.Configure<IServiceProvider>(static (options, provider) => Read(options, provider));
            options.ValidateOnStart();
            AddServices(services);
        }
    }

    private static void Read(StorageOptions options, IServiceProvider provider)
    {
        provider.GetRequiredService<HubEnvironment>().Apply(options.HuggingFace);
        if (provider.GetService<IConfiguration>()?.GetSection(StorageOptions.SectionName) is not { } section)
        {
            return;
        }

        // Binding appends to lists; the configuration stands above the environment.
        IConfigurationSection hub = section.GetSection(nameof(options.HuggingFace));
        if (hub.GetSection(nameof(HuggingFaceOptions.AllowPatterns)).Exists())
        {
            options.HuggingFace.AllowPatterns.Clear();
        }

        if (hub.GetSection(nameof(HuggingFaceOptions.IgnorePatterns)).Exists())
        {
            options.HuggingFace.IgnorePatterns.Clear();
        }

        section.Bind(options);
    }

    private static void AddServices(IServiceCollection services)
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CacheFiles>();
        services.TryAddSingleton<ModelCache>();
        services.TryAddSingleton<ModelPublisher>();
        services.TryAddSingleton<ArchiveExtractor>();
        services.TryAddSingleton<HostResolver>();
        services.TryAddSingleton<HttpTransport>();
        services.TryAddSingleton<HttpExchange>();
        services.TryAddSingleton<HttpBodyReader>();
        services.TryAddSingleton<HttpDownloader>();
        services.TryAddSingleton<HubEnvironment>();
        services.TryAddSingleton<HubOrigin>();
        services.TryAddSingleton<HubLister>();
        services.TryAddSingleton<HubFileDownloader>();
        services.TryAddSingleton<HubSnapshotDownloader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, FileStorageProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, HttpStorageProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, HubStorageProvider>());
    }
}
