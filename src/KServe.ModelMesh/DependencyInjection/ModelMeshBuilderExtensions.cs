using System.Diagnostics.Metrics;
using KServe;
using KServe.ModelMesh;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds models that are in memory only while they are called.</summary>
public static class ModelMeshBuilderExtensions
{
    /// <summary>Adds many models in bounded memory, loaded by the first request.</summary>
    /// <remarks>
    /// Reads the section <c>KServe:ModelMesh</c> of the configuration. Calling it again adds nothing twice. Invalid
    /// options fail the start of the host, with all their errors.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options after the configuration was read.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddModelMesh(
        this IKServeBuilder builder,
        Action<ModelMeshOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddOptions<ModelMeshOptions>();
        if (configure is not null)
        {
            options.PostConfigure(configure);
        }

        // Binding appends to lists: once is enough.
        if (!services.Any(static service => service.ServiceType == typeof(MeshManager)))
        {
            options.Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection(ModelMeshOptions.SectionName).Bind(options));
            options.ValidateOnStart();
            AddServices(services);
        }

        return builder;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ModelMeshOptions>, ModelMeshOptionsValidator>());
        services.AddSingleton(static provider => new MeshMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton(static provider => new MeshCatalog(GetOptions(provider)));
        services.AddSingleton(static provider => new SizeEstimator(GetOptions(provider)));
        services.AddSingleton<ModelHost>();
        services.AddSingleton<MeshStart>();
        services.AddSingleton<AliasSwitch>();
        services.AddSingleton<MeshManager>();
        services.AddSingleton<IModelMesh>(static provider => provider.GetRequiredService<MeshManager>());
        services.AddSingleton<ITrainedModels, TrainedModelService>();
        services.AddSingleton<IOnDemandModels, OnDemandModels>();
        services.AddSingleton<IModelActivator, MeshActivator>();
        services.AddSingleton(NewScheduler);
        services.AddSingleton(static provider => new MeshLoader(
            provider.GetRequiredService<ModelRegistry>(),
            provider.GetRequiredService<LoadScheduler>(),
            GetOptions(provider),
            provider.GetRequiredService<MeshMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostedService>(static provider => new MeshHostingService(
            provider.GetRequiredService<ModelRegistry>(),
            provider.GetRequiredService<MeshCatalog>(),
            provider.GetRequiredService<MeshManager>(),
            provider.GetRequiredService<MeshStart>(),
            GetOptions(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MeshHostingService>>()));
    }

    private static LoadScheduler NewScheduler(IServiceProvider provider)
    {
        var metrics = provider.GetRequiredService<MeshMetrics>();
        var catalog = provider.GetRequiredService<MeshCatalog>();
        metrics.Observe(catalog);
        var scheduler = new LoadScheduler(
            provider.GetRequiredService<ModelHost>(),
            provider.GetRequiredService<SizeEstimator>(),
            GetOptions(provider),
            metrics,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LoadScheduler>>());
        provider.GetRequiredService<ModelRegistry>().Changed += (_, change) =>
        {
            if (change.Kind == ModelChangeKind.Removed && catalog.TryGetModel(change.ModelName, out var entry))
            {
                scheduler.Forget(entry);
            }
        };
        return scheduler;
    }

    private static ModelMeshOptions GetOptions(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ModelMeshOptions>>().Value;
}
