using KServe;
using KServe.Storage;
using KServe.Storage.Archives;
using KServe.Storage.Cache;
using KServe.Storage.Files;
using KServe.Storage.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the storage of models to a host.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds storage for files, folders, archives and web servers.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the options; runs in addition to earlier calls.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Calling it again adds nothing twice. Invalid options fail the start of the host.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddKServeStorage(
        this IServiceCollection services,
        Action<StorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<StorageOptions> options = services.AddOptions<StorageOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, FileStorageProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, HttpStorageProvider>());
        return services;
    }
}
