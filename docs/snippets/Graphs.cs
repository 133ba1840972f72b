using KServe.Graphs;

namespace KServe.Docs.Snippets;

internal static class Graphs
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe()
            .AddModel("cat-dog", "/models/cat-dog")
            .AddModel("dog-breed", "/models/dog-breed")
            .AddInferenceGraph("dog-breed-pipeline", graph => graph
                .Sequence("root", root => root
                    .Service("cat-dog", step => step.Named("classifier"))
                    .Service("dog-breed", step => step.Named("breed").When("predictions.#(label==\"dog\")"))));
    }

    public static void Elsewhere(IKServeBuilder kserve)
    {
        kserve.AddInferenceGraphs(router =>
        {
            router.ServiceUrls["dog-breed"] = "http://dog-breed.default/v1/models/dog-breed:predict";
            router.PropagateHeaders.Add("^authorization$");
        });
    }

    public static void Limits(IKServeBuilder kserve)
    {
        kserve.AddInferenceGraph(
            "model-switch",
            graph =>
            {
                graph.Timeout = TimeSpan.FromSeconds(30);
                graph.ServiceTimeout = TimeSpan.FromSeconds(5);
                graph.Switch("root", root => root
                    .Url(new Uri("http://single-1.default/switch"), step => step.When("[@this].#(source==client)"))
                    .Url(new Uri("http://single-2.default/switch"), step => step.When("instances.#(intval>10)")));
            },
            model => model.Options.MaxConcurrency = 64);
    }

    public static async Task DefineAsync(
        ModelRegistry registry,
        InferenceGraph graph,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> errors = InferenceGraphValidator.Validate(graph);
        if (errors.Count == 0)
        {
            await registry.DefineAsync(graph.Name, model => model.UseInferenceGraph(graph), cancellationToken);
        }
    }
}
