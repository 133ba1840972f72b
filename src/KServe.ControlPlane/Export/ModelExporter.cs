using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Writes models of code and configuration as the InferenceServices that they would be on a cluster.</summary>
internal sealed class ModelExporter(IOptions<KServeOptions> options, PredictorExporter predictors)
{
    /// <summary>Writes one resource per model.</summary>
    public IEnumerable<MappingNode> Export() => options.Value.DescribeModels()
        .DistinctBy(static model => model.Name, StringComparer.Ordinal)
        .Select(Export);

    private MappingNode Export(ModelDescription model)
    {
        var service = ServiceName(model.Name);
        var (logger, annotations) = LoggerExporter.Export(model);
        var arguments = service == model.Name ? [] : new[] { ScalarNode.Of($"--model_name={model.Name}") };
        var spec = new NodeBuilder()
            .Add("predictor", predictors.Export(model.Name, model.Options, arguments, logger).Build())
            .AddList("canary", model.Options.Canaries.Select(canary => ExportCanary(model.Name, canary, arguments)))
            .Add("transformer", ExportTransformers(model.Transformers))
            .Add("explainer", ExportExplainer(model));
        return new NodeBuilder()
            .Add("apiVersion", $"{ResourceKind.Group}/v1beta1")
            .Add("kind", "InferenceService")
            .Add("metadata", new NodeBuilder().Add("name", service).Add("annotations", annotations).Build())
            .Add("spec", spec.Build())
            .Build();
    }

    // Shares on a cluster are whole.
    private MappingNode ExportCanary(
        string name,
        KeyValuePair<string, CanaryOptions> canary,
        IReadOnlyList<ScalarNode> arguments) => new NodeBuilder()
        .Add("predictor", predictors.Export(name, canary.Value.Model, arguments, logger: null)
            .Add("name", canary.Key)
            .Build())
        .Add("trafficPercent", (long)canary.Value.TrafficPercent)
        .Build();

    // The images are the names that the host registers; further transformers are further containers.
    private static MappingNode? ExportTransformers(IReadOnlyList<string> names) => names.Count == 0
        ? null
        : new NodeBuilder()
            .AddList("containers", names.Select(static (name, index) => new NodeBuilder()
                .Add("name", index == 0 ? ContainerNames.Predictor : $"transformer-{index + 1}")
                .Add("image", name)
                .Build()))
            .Build();

    private static MappingNode? ExportExplainer(ModelDescription model) => model.Explainer is not { } name
        ? null
        : new NodeBuilder()
            .AddList("containers",
                [new NodeBuilder().Add("name", ContainerNames.Predictor).Add("image", name).Build()])
            .Add("timeout", model.Options.ExplainTimeout is { } timeout ? PredictorExporter.Seconds(timeout) : null)
            .Build();

    // What becomes a host name on a cluster has fewer letters than a model's name here.
    private static string ServiceName(string name)
    {
        var text = new string([.. name.ToLowerInvariant().Select(static character =>
            char.IsAsciiLetterOrDigit(character) ? character : '-')]).Trim('-');
        return text.Length > 0 && char.IsAsciiLetter(text[0]) ? text : "model-" + text;
    }
}
