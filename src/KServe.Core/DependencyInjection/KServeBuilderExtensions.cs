using System.Diagnostics.CodeAnalysis;
using KServe;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds models, runtimes and storage providers.</summary>
public static class KServeBuilderExtensions
{
    /// <summary>Adds a model by its URI; the runtime is chosen by the model's format.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="uri">A path or a URI of a registered storage provider.</param>
    /// <param name="configure">Changes options and adds the parts of the pipeline.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddModel(
        this IKServeBuilder builder,
        string name,
        string uri,
        Action<ModelBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return builder.Add(name, model =>
        {
            model.Options.Uri = uri;
            configure?.Invoke(model);
        });
    }

    /// <summary>Adds a model whose predictor is built by dependency injection.</summary>
    /// <typeparam name="TPredictor">The predictor; each revision is a new instance.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="configure">Changes options and adds the parts of the pipeline.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddPredictor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPredictor>(
        this IKServeBuilder builder,
        string name,
        Action<ModelBuilder>? configure = null)
        where TPredictor : Predictor =>
        builder.Add(name, model =>
        {
            model.UsePredictor<TPredictor>();
            configure?.Invoke(model);
        });

    /// <summary>Adds a model whose predictor is built by a function.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="factory">Called for every revision.</param>
    /// <param name="configure">Changes options and adds the parts of the pipeline.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddPredictor(
        this IKServeBuilder builder,
        string name,
        Func<IServiceProvider, Predictor> factory,
        Action<ModelBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return builder.Add(name, model =>
        {
            model.UsePredictor(factory);
            configure?.Invoke(model);
        });
    }

    /// <summary>Registers a transformer that models name, in configuration or in code.</summary>
    /// <typeparam name="TTransformer">The transformer, built by dependency injection for every revision.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it; the last registration of a name counts, in any case.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddTransformer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformer>(
        this IKServeBuilder builder,
        string name)
        where TTransformer : Transformer =>
        builder.AddTransformer(name, static services => ActivatorUtilities.CreateInstance<TTransformer>(services));

    /// <summary>Registers a transformer that models name and a function builds.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it; the last registration of a name counts, in any case.</param>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddTransformer(
        this IKServeBuilder builder,
        string name,
        Func<IServiceProvider, Transformer> factory) => builder.AddPart(name, factory);

    /// <summary>Registers an explainer that models name, in configuration or in code.</summary>
    /// <typeparam name="TExplainer">The explainer, built by dependency injection for every revision.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it; the last registration of a name counts, in any case.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddExplainer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TExplainer>(
        this IKServeBuilder builder,
        string name)
        where TExplainer : Explainer =>
        builder.AddExplainer(name, static services => ActivatorUtilities.CreateInstance<TExplainer>(services));

    /// <summary>Registers an explainer that models name and a function builds.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What models call it; the last registration of a name counts, in any case.</param>
    /// <param name="factory">Called for every revision.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddExplainer(
        this IKServeBuilder builder,
        string name,
        Func<IServiceProvider, Explainer> factory) => builder.AddPart(name, factory);

    /// <summary>Adds a serving runtime to choose from.</summary>
    /// <typeparam name="TRuntime">The runtime, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddServingRuntime<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRuntime>(
        this IKServeBuilder builder)
        where TRuntime : class, IServingRuntime
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServingRuntime, TRuntime>());
        return builder;
    }

    /// <summary>Adds a storage provider; it takes its schemes over from providers added before.</summary>
    /// <typeparam name="TProvider">The provider, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddStorageProvider<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(
        this IKServeBuilder builder)
        where TProvider : class, IStorageProvider
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageProvider, TProvider>());
        return builder;
    }

    private static IKServeBuilder AddPart<TPart>(
        this IKServeBuilder builder,
        string name,
        Func<IServiceProvider, TPart> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddSingleton(new NamedPart<TPart>(name, factory));
        return builder;
    }

    private static IKServeBuilder Add(this IKServeBuilder builder, string name, Action<ModelBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        var model = new ModelBuilder();
        configure(model);
        var definition = model.Build(name);
        builder.Services.Configure<KServeOptions>(options => options.Definitions.Add(definition));
        return builder;
    }
}
