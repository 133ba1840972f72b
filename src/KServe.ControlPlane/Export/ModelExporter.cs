using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Writes models of code and configuration as the InferenceServices that they would be on a cluster.</summary>
internal sealed class ModelExporter(IOptions<KServeOptions> options, ModelRegistry registry)
{
    private static readonly ModelOptions Defaults = new();

    /// <summary>Writes one resource per model.</summary>
    public IEnumerable<MappingNode> Export() => options.Value.GetModelOptions()
        .DistinctBy(static model => model.Key, StringComparer.Ordinal)
        .Select(model => Export(model.Key, model.Value));

    private MappingNode Export(string name, ModelOptions model)
    {
        var service = ServiceName(name);
        var predictor = new NodeBuilder()
            .Add("timeout",
                model.RequestTimeout == Defaults.RequestTimeout ? null : (long)model.RequestTimeout.TotalSeconds)
            .Add("containerConcurrency", ConcurrencyOf(model))
            .Add("batcher", model.Batching is not { } batching ? null : new NodeBuilder()
                .Add("maxBatchSize", batching.MaxBatchSize)
                .Add("maxLatency", (long)batching.MaxDelay.TotalMilliseconds)
                .Build());
        var arguments = service == name ? [] : new[] { ScalarNode.Of($"--model_name={name}") };
        if (model.Uri is null)
        {
            // A predictor from code: on a cluster it would be an image.
            predictor.AddList("containers",
            [
                new NodeBuilder().Add("name", ContainerNames.Predictor).Add("image", name)
                    .AddList("args", arguments).Build(),
            ]);
        }
        else
        {
            predictor.Add("model", ModelSection(name, model, arguments));
        }

        return new NodeBuilder()
            .Add("apiVersion", $"{ResourceKind.Group}/v1beta1")
            .Add("kind", "InferenceService")
            .Add("metadata", new NodeBuilder().Add("name", service).Build())
            .Add("spec", new NodeBuilder().Add("predictor", predictor.Build()).Build())
            .Build();
    }

    private MappingNode ModelSection(string name, ModelOptions model, IReadOnlyList<ScalarNode> arguments)
    {
        var section = new NodeBuilder()
            .Add("modelFormat", new NodeBuilder()
                .Add("name", model.Format ?? FindFormat(name))
                .Add("version", model.FormatVersion)
                .Build())
            .Add("runtime", model.Runtime)
            .Add("protocolVersion", model.ProtocolVersion)
            .Add("storageUri", model.Uri)
            .AddList("args", arguments);
        if (model.Parameters.TryGetValue("predict_proba", out var probabilities))
        {
            section.AddList(
                "env", [new NodeBuilder().Add("name", "PREDICT_PROBA").Add("value", probabilities).Build()]);
        }

        return section.Build();
    }

    // Formats that were found by looking at the files are known once the model is loaded.
    private string FindFormat(string name)
    {
        try
        {
            using var lease = registry.Pin(name);
            return lease.Revision.Signature.Platform is { Length: > 0 } platform ? platform.Split('_')[0] : "unknown";
        }
        catch (InferenceException)
        {
            return "unknown";
        }
    }

    private static long? ConcurrencyOf(ModelOptions model) =>
        model.MaxConcurrency == new ModelOptions { Batching = model.Batching }.MaxConcurrency
            ? null
            : (long)model.MaxConcurrency * (model.Batching?.MaxBatchSize ?? 1);

    // What becomes a host name on a cluster has fewer letters than a model's name here.
    private static string ServiceName(string name)
    {
        var text = new string([.. name.ToLowerInvariant().Select(static character =>
            char.IsAsciiLetterOrDigit(character) ? character : '-')]).Trim('-');
        return text.Length > 0 && char.IsAsciiLetter(text[0]) ? text : "model-" + text;
    }
}
