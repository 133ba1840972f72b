namespace KServe.ControlPlane;

/// <summary>Writes the predictor of a model.</summary>
internal sealed class PredictorExporter(ModelRegistry registry)
{
    private static readonly ModelOptions Defaults = new();

    public NodeBuilder Export(
        string name,
        ModelOptions model,
        IReadOnlyList<ScalarNode> arguments,
        MappingNode? logger)
    {
        var predictor = new NodeBuilder()
            .Add("timeout", model.RequestTimeout == Defaults.RequestTimeout ? null : Seconds(model.RequestTimeout))
            .Add("containerConcurrency", ConcurrencyOf(model))
            .Add("batcher", model.Batching is not { } batching ? null : new NodeBuilder()
                .Add("maxBatchSize", batching.MaxBatchSize)
                .Add("maxLatency", Math.Max(1, (long)batching.MaxDelay.TotalMilliseconds))
                .Build())
            .Add("logger", logger);
        if (model.Uri is not null)
        {
            return predictor.Add("model", ModelSection(name, model, arguments));
        }

        // A predictor from code: on a cluster it would be an image.
        return predictor.AddList("containers",
        [
            new NodeBuilder().Add("name", ContainerNames.Predictor).Add("image", name)
                .AddList("args", arguments).Build(),
        ]);
    }

    // Clusters count whole seconds, from one.
    public static long Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds));

    private MappingNode ModelSection(string name, ModelOptions model, IReadOnlyList<ScalarNode> arguments)
    {
        var format = model.Format ?? FindFormat(name);
        var parameters = LanguageFormats.Contains(format)
            ? LanguageArguments.Write(model.Parameters).Select(ScalarNode.Of)
            : [];
        var section = new NodeBuilder()
            .Add("modelFormat", new NodeBuilder()
                .Add("name", format)
                .Add("version", model.FormatVersion)
                .Build())
            .Add("runtime", model.Runtime)
            .Add("protocolVersion", model.ProtocolVersion)
            .Add("storageUri", model.Uri)
            .AddList("args", [.. arguments, .. parameters]);
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
            using var lease = registry.PinStable(name);
            if (lease.Revision.GetService(typeof(TextGenerationModel)) is not null)
            {
                return LanguageFormats.All[0];
            }

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
}
