using System.Diagnostics.CodeAnalysis;
using KServe;
using KServe.ControlPlane;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds resources in the form that KServe's clusters take.</summary>
public static class ControlPlaneBuilderExtensions
{
    /// <summary>Serves the InferenceServices of a file or folder and follows its changes.</summary>
    /// <remarks>May be called more than once, with a path each.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="path">A YAML file, or a folder of such.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">The builder or the path is null.</exception>
    public static IKServeBuilder AddInferenceServices(
        this IKServeBuilder builder,
        string path,
        Action<ControlPlaneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return builder.AddControlPlane(options =>
        {
            options.Paths.Add(path);
            configure?.Invoke(options);
        });
    }

    /// <summary>Adds what reads, checks and follows resources, without any path.</summary>
    /// <remarks>
    /// Calling it twice is safe; <c>AddKServe()</c> of the package KServe calls it. The section
    /// <c>KServe:ControlPlane</c> of the configuration is read first.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static IKServeBuilder AddControlPlane(
        this IKServeBuilder builder,
        Action<ControlPlaneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<ControlPlaneOptions>();
        if (configure is not null)
        {
            options.PostConfigure(configure);
        }

        if (!builder.Services.Any(static service => service.ServiceType == typeof(ResourceController)))
        {
            builder.AddInferenceGraphs().AddPayloadLogging();
            AddServices(builder.Services, options);
        }

        return builder;
    }

    /// <summary>Lets a predictor of this process stand in for a container of a cluster.</summary>
    /// <remarks>For those of transformers and explainers stand <c>AddTransformer</c> and <c>AddExplainer</c>.</remarks>
    /// <typeparam name="TPredictor">The predictor, built by dependency injection for every revision.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="image">The container's image, with or without tag, or its name.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddContainerPredictor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPredictor>(
        this IKServeBuilder builder,
        string image)
        where TPredictor : Predictor
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(image);
        builder.Services.AddSingleton(
            new ContainerRegistration(image, static model => model.UsePredictor<TPredictor>()));
        return builder;
    }

    private static void AddServices(IServiceCollection services, OptionsBuilder<ControlPlaneOptions> options)
    {
        options.Configure<IServiceProvider>(static (options, provider) =>
        {
            if (provider.GetService<IConfiguration>() is { } configuration)
            {
                ControlPlaneSection.Read(configuration.GetSection(ControlPlaneOptions.SectionName), options);
            }
        });
        options.ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ControlPlaneOptions>, ControlPlaneOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ContainerCatalog>();
        services.TryAddSingleton<RuntimeCatalog>();
        services.TryAddSingleton<StorageAddress>();
        services.TryAddSingleton<RemoteTargets>();
        services.TryAddSingleton<PredictorMapper>();
        services.TryAddSingleton<PartsMapper>();
        services.TryAddSingleton<LoggerMapper>();
        services.TryAddSingleton<ServiceMapper>();
        services.TryAddSingleton<LanguageModelMapper>();
        services.TryAddSingleton<ModelOwners>();
        services.TryAddSingleton<StateFolder>();
        services.TryAddSingleton<HostUrl>();
        services.TryAddSingleton<RolledOutServices>();
        services.TryAddSingleton<ServiceRollouts>();
        services.TryAddSingleton(static provider => new ControlPlaneContext(
            provider.GetRequiredService<IOptions<ControlPlaneOptions>>().Value.DefaultNamespace,
            [
                .. provider.GetServices<IStorageProvider>().SelectMany(static storage => storage.Schemes),
                .. provider.GetRequiredService<StorageAddress>().MappedSchemes,
            ]));
        services.TryAddSingleton<ResourceReader>();
        services.TryAddSingleton<PredictorExporter>();
        services.TryAddSingleton<ModelExporter>();
        services.AddSingleton<IResourceHandler, InferenceServiceHandler>();
        services.AddSingleton<IResourceHandler, InferenceGraphHandler>();
        services.AddSingleton<IResourceHandler, TrainedModelHandler>();
        services.AddSingleton<IResourceHandler, SharedResourceHandler>();
        services.AddSingleton<IResourceHandler, LocalModelCacheHandler>();
        services.AddSingleton<IResourceHandler, LanguageModelHandler>();
        services.TryAddSingleton<ResourceStore>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton(static provider => new ResourceController(
            provider.GetRequiredService<ResourceStore>(),
            provider.GetRequiredService<Reconciler>(),
            provider.GetRequiredService<ResourceReader>(),
            provider.GetRequiredService<ModelExporter>(),
            provider.GetRequiredService<StateFolder>(),
            provider.GetRequiredService<HostUrl>(),
            provider.GetRequiredService<ILogger<ResourceController>>()));
        services.TryAddSingleton<WatchedPaths>();
        services.TryAddSingleton<PathSignals>();
        services.TryAddSingleton<ControlPlaneService>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ControlPlaneService>());
        services.AddSingleton<IModelSource>(static provider => provider.GetRequiredService<ControlPlaneService>());
    }
}
