using System.Diagnostics.Metrics;
using KServe;
using KServe.Graphs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds inference graphs.</summary>
public static class GraphBuilderExtensions
{
    /// <summary>Adds what graphs need, and those of the configuration section <c>KServe:Graphs</c>.</summary>
    /// <remarks>Calling it twice is safe. <c>AddKServe()</c> of the package KServe calls it.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes how services are called, after the configuration was read.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddInferenceGraphs(
        this IKServeBuilder builder,
        Action<GraphRouterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.PostConfigure(configure);
        }

        if (!builder.Services.Any(static service => service.ServiceType == typeof(GraphMetrics)))
        {
            AddServices(builder.Services);
        }

        return builder;
    }

    /// <summary>Adds a graph, which clients call as a model.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name: lower case letters, digits and <c>-</c>.</param>
    /// <param name="configure">Adds nodes and steps.</param>
    /// <param name="model">Changes the limits of the model that the graph is.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddInferenceGraph(
        this IKServeBuilder builder,
        string name,
        Action<InferenceGraphBuilder> configure,
        Action<ModelBuilder>? model = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var graph = new InferenceGraphBuilder(name);
        configure(graph);
        return builder.AddInferenceGraph(graph.Build(), model);
    }

    /// <summary>Adds a graph, which clients call as a model.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="graph">The graph; what is wrong with it is reported at the start.</param>
    /// <param name="model">Changes the limits of the model that the graph is.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddInferenceGraph(
        this IKServeBuilder builder,
        InferenceGraph graph,
        Action<ModelBuilder>? model = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        builder.AddInferenceGraphs();
        builder.Services.Configure<InferenceGraphSet>(set => set.Graphs.Add(graph));
        return builder.AddPredictor(
            graph.Name,
            services => InferenceGraphs.CreatePredictor(services, graph),
            options =>
            {
                options.UseInferenceGraph(graph);
                model?.Invoke(options);
            });
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddOptions<GraphRouterOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection(GraphRouterOptions.SectionName).Bind(options))
            .ValidateOnStart();
        services.AddOptions<InferenceGraphSet>()
            .Configure<IServiceProvider>(static (set, provider) => AddConfigured(set, provider))
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GraphRouterOptions>, GraphRouterOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<InferenceGraphSet>, InferenceGraphSetValidator>());
        services.AddOptions<KServeOptions>().Configure<IServiceProvider>(static (options, provider) =>
        {
            var set = new InferenceGraphSet();
            AddConfigured(set, provider);
            foreach (var graph in set.Graphs)
            {
                options.AddModel(graph.Name, model => model.UseInferenceGraph(graph));
            }
        });
        services.TryAddSingleton<GraphHttpClient>();
        services.TryAddSingleton(static provider => new HeaderFilter(
            provider.GetRequiredService<IOptions<GraphRouterOptions>>().Value));
        services.TryAddSingleton(static provider => new GraphMetrics(
            provider.GetService<IMeterFactory>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddConfigured(InferenceGraphSet set, IServiceProvider provider)
    {
        if (provider.GetService<IConfiguration>()?.GetSection(InferenceGraphSet.SectionName) is { } section)
        {
            var reader = new GraphSection(set.Errors);
            set.Graphs.AddRange(section.GetChildren().Select(reader.Read));
        }
    }
}
