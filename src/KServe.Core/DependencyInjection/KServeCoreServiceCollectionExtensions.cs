using System.Diagnostics.Metrics;
using KServe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the core of the platform to a host.</summary>
public static class KServeCoreServiceCollectionExtensions
{
    /// <summary>Adds registry, pipelines and telemetry, without protocols, storage or runtimes.</summary>
    /// <remarks>
    /// Applications call <c>AddKServe()</c> of the package KServe, which adds those too. Calling it twice is safe. The
    /// section <c>KServe</c> of the configuration is read, and all errors in it are reported at the start at once.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the options after the configuration was read.</param>
    /// <returns>A builder for models, runtimes and storage.</returns>
    public static IKServeBuilder AddKServeCore(
        this IServiceCollection services,
        Action<KServeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<KServeOptions>();
        if (configure is not null)
        {
            options.PostConfigure(configure);
        }

        if (!services.Any(static service => service.ServiceType == typeof(ModelRegistry)))
        {
            AddServices(services, options);
        }

        return new KServeBuilder(services);
    }

    private static void AddServices(IServiceCollection services, OptionsBuilder<KServeOptions> options)
    {
        options.Configure<IServiceProvider>(static (options, provider) =>
            provider.GetService<IConfiguration>()?.GetSection(KServeOptions.SectionName).Bind(options));
        options.ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KServeOptions>, KServeOptionsValidator>());

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TensorPool>();
        services.TryAddSingleton(static provider => new KServeMetrics(
            provider.GetService<IMeterFactory>(),
            provider.GetRequiredService<TensorPool>()));
        services.TryAddSingleton(static provider => new HeaderPropagator(
            () => provider.GetRequiredService<IOptions<KServeOptions>>().Value.Propagation));
        services.TryAddSingleton<NamedParts<Transformer>>();
        services.TryAddSingleton<NamedParts<Explainer>>();
        services.TryAddSingleton(static provider => new RegisteredParts(
            provider.GetRequiredService<NamedParts<Transformer>>(),
            provider.GetRequiredService<NamedParts<Explainer>>()));
        services.TryAddSingleton<StorageResolver>();
        services.TryAddSingleton<ServingRuntimeSelector>();
        services.TryAddSingleton<PartsFactory>();
        services.TryAddSingleton<ModelMemory>();
        services.TryAddSingleton<RevisionFactory>();
        services.TryAddSingleton<DefinitionFactory>();
        services.TryAddSingleton<RevisionLoader>();
        services.TryAddSingleton(static provider => new RolloutMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<ServedModelServices>();
        services.TryAddSingleton(static provider => new ModelRegistry(
            provider.GetRequiredService<IOptions<KServeOptions>>(),
            provider.GetRequiredService<DefinitionFactory>(),
            new Lazy<IModelActivator?>(provider.GetService<IModelActivator>),
            provider.GetRequiredService<ServedModelServices>()));
        services.TryAddSingleton(static provider => new ServerHealth(provider.GetRequiredService<ModelRegistry>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ModelHostingService>());
    }
}
