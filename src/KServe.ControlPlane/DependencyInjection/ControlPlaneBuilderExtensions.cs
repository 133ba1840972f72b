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
            AddServices(builder.Services, options);
        }

        return builder;
    }

    /// <summary>Lets a predictor of this process stand in for a container of a cluster.</summary>
    /// <typeparam name="TPredictor">The predictor, built by dependency injection for every revision.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="image">The container's image, with or without tag, or its name.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddContainerPredictor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPredictor>(
        this IKServeBuilder builder,
        string image)
        where TPredictor : Predictor =>
        builder.Add(ContainerRole.Predictor, image, static model => model.UsePredictor<TPredictor>());

    /// <summary>Lets a transformer of this process stand in for a container of a cluster.</summary>
    /// <typeparam name="TTransformer">The transformer, built by dependency injection for every revision.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="image">The container's image, with or without tag, or its name.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddContainerTransformer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformer>(
        this IKServeBuilder builder,
        string image)
        where TTransformer : Transformer =>
        builder.Add(ContainerRole.Transformer, image, static model => model.UseTransformer<TTransformer>());

    /// <summary>Lets an explainer of this process stand in for a container or a library of a cluster.</summary>
    /// <typeparam name="TExplainer">The explainer, built by dependency injection for every revision.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="image">
    /// The container's image, with or without tag, or its name; or section and type, like <c>art/SquareAttack</c>.
    /// </param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddContainerExplainer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TExplainer>(
        this IKServeBuilder builder,
        string image)
        where TExplainer : Explainer =>
        builder.Add(ContainerRole.Explainer, image, static model => model.UseExplainer<TExplainer>());

    /// <summary>Lets an explainer that a function builds stand in for a container or a library of a cluster.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="image">
    /// The container's image, with or without tag, or its name; or section and type, like <c>art/SquareAttack</c>.
    /// </param>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddContainerExplainer(
        this IKServeBuilder builder,
        string image,
        Func<IServiceProvider, Explainer> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return builder.Add(ContainerRole.Explainer, image, model => model.UseExplainer(factory));
    }

    private static IKServeBuilder Add(
        this IKServeBuilder builder,
        ContainerRole role,
        string image,
        Action<ModelBuilder> use)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(image);
        builder.Services.AddSingleton(new ContainerRegistration(role, image, use));
        return builder;
    }

    private static void AddServices(IServiceCollection services, OptionsBuilder<ControlPlaneOptions> options)
    {
        options.Configure<IServiceProvider>(static (options, provider) =>
            provider.GetService<IConfiguration>()?.GetSection(ControlPlaneOptions.SectionName).Bind(options));
        options.ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ControlPlaneOptions>, ControlPlaneOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ContainerCatalog>();
        services.TryAddSingleton<RuntimeCatalog>();
        services.TryAddSingleton<StorageAddress>();
        services.TryAddSingleton<ServiceMapper>();
        services.TryAddSingleton<ModelOwners>();
        services.TryAddSingleton(static provider => new ControlPlaneContext(
            provider.GetRequiredService<IOptions<ControlPlaneOptions>>().Value.DefaultNamespace,
            [
                .. provider.GetServices<IStorageProvider>().SelectMany(static storage => storage.Schemes),
                .. provider.GetRequiredService<StorageAddress>().MappedSchemes,
            ]));
        services.TryAddSingleton<ResourceReader>();
        services.AddSingleton<IResourceHandler, InferenceServiceHandler>();
        services.AddSingleton<IResourceHandler, TrainedModelHandler>();
        services.AddSingleton<IResourceHandler, ServingRuntimeHandler>();
        services.TryAddSingleton<ResourceStore>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton(static provider => new ResourceController(
            provider.GetRequiredService<ResourceStore>(),
            provider.GetRequiredService<Reconciler>(),
            provider.GetRequiredService<ResourceReader>(),
            provider.GetRequiredService<ILogger<ResourceController>>()));
        services.TryAddSingleton<WatchedPaths>();
        services.TryAddSingleton<PathSignals>();
        services.TryAddSingleton<ControlPlaneService>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ControlPlaneService>());
        services.AddSingleton<IModelSource>(static provider => provider.GetRequiredService<ControlPlaneService>());
    }
}
