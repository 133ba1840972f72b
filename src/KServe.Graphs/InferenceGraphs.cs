using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Graphs;

/// <summary>Makes models of graphs, and knows them again.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public static class InferenceGraphs
{
    /// <summary>The platform in the metadata of models that are graphs.</summary>
    public const string Platform = "kserve_inference_graph";

    private const int GraphConcurrency = 256;

    private static readonly TimeSpan DefaultTimeout = new ModelOptions().RequestTimeout;

    /// <summary>Tells whether a model is a graph.</summary>
    /// <param name="revision">The model's revision.</param>
    /// <returns><see langword="true"/> when a <see cref="GraphCall"/> can be sent to it.</returns>
    public static bool IsGraph(ModelRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return string.Equals(revision.Signature.Platform, Platform, StringComparison.Ordinal);
    }

    /// <summary>Makes the predictor of a graph.</summary>
    /// <param name="services">The services of a host with <c>AddInferenceGraphs()</c>.</param>
    /// <param name="graph">The graph.</param>
    /// <returns>A predictor that answers requests by running the graph.</returns>
    /// <exception cref="ArgumentException">The graph is not valid.</exception>
    public static Predictor CreatePredictor(IServiceProvider services, InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(graph);
        var options = services.GetRequiredService<IOptions<GraphRouterOptions>>();
        var registry = services.GetRequiredService<ModelRegistry>();
        var time = services.GetRequiredService<TimeProvider>();
        var compiled = new CompiledGraph(graph, options.Value);
        var local = new LocalServices(registry, options, time, graph.Timeout ?? DefaultTimeout);
        var remote = new RemoteServices(
            services.GetRequiredService<GraphHttpClient>(),
            options,
            services.GetRequiredService<ILogger<RemoteServices>>());
        var caller = new StepCaller(
            compiled, local, remote, services.GetRequiredService<GraphMetrics>(), time);
        return new GraphPredictor(
            compiled,
            new GraphExecutor(compiled, caller, options.Value.MaxResponseSize),
            services.GetRequiredService<HeaderFilter>(),
            registry);
    }

    /// <summary>Makes a model a graph: its predictor, timeout and concurrency.</summary>
    /// <remarks>Graphs can thus be defined while the host runs, by <see cref="ModelRegistry.DefineAsync"/>.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="graph">The graph; <see cref="InferenceGraphValidator"/> says whether it can run.</param>
    /// <returns>The model.</returns>
    public static ModelBuilder UseInferenceGraph(this ModelBuilder model, InferenceGraph graph)
    {
        Configure(graph, model);
        return model.UsePredictor(services => CreatePredictor(services, graph));
    }

    /// <summary>Sets the timeout and concurrency of a model as a graph needs them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="model">The model that the graph is.</param>
    public static void Configure(InferenceGraph graph, ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(model);
        model.Options.RequestTimeout = graph.Timeout ?? DefaultTimeout;

        // A graph mostly waits for others: how much they do at a time is theirs to say.
        model.Options.MaxConcurrency = GraphConcurrency;
    }
}
