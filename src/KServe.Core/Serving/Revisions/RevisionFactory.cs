using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>Resolves artifacts and builds revisions from definitions.</summary>
internal sealed class RevisionFactory(
    IServiceProvider services,
    StorageResolver storage,
    ServingRuntimeSelector selector,
    PartsFactory partsFactory,
    ModelMemory memory,
    KServeMetrics metrics,
    TimeProvider time,
    ILogger<ModelRegistry> logger)
{
    /// <summary>The version of a model that names none.</summary>
    public const string DefaultVersion = "1";

    /// <summary>Brings the artifact to the disk and lists the versions in it.</summary>
    public async Task<IReadOnlyList<VersionPlan>> PlanAsync(
        ModelDefinition definition,
        CancellationToken cancellationToken)
    {
        var options = definition.Options;
        var path = options.Uri is { } uri
            ? await storage.DownloadAsync(uri, Report(definition), cancellationToken)
            : null;
        if (options.Version is { } version)
        {
            return [new VersionPlan(definition, version, path) { IsExplicit = true }];
        }

        var folders = path is null || definition.PredictorFactory is not null ? [] : VersionFolders.Find(path);
        if (folders.Count == 0)
        {
            return
            [
                new VersionPlan(definition, definition.DefaultVersion ?? DefaultVersion, path)
                {
                    IsExplicit = definition.DefaultVersion is not null,
                },
            ];
        }

        return
        [
            .. folders
                .Take(options.VersionPolicy == VersionPolicy.All ? folders.Count : 1)
                .Select(name => new VersionPlan(definition, name, Path.Combine(path!, name)) { IsExplicit = true }),
        ];
    }

    /// <summary>Builds and loads one version; what was built is disposed when loading fails.</summary>
    public async Task<ModelRevision> CreateAsync(
        VersionPlan plan,
        IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var definition = plan.Definition;
        var reserved = memory.Reserve(plan);
        List<IAsyncDisposable> built = [reserved];
        try
        {
            var predictor = CreatePredictor(plan);
            built.Add(predictor);
            await predictor.LoadAsync(plan.ToContext(progress), cancellationToken);
            reserved.Settle(predictor);
            var telemetry = new PipelineTelemetry(metrics, time, definition.Name, plan.Version)
            {
                IsBatched = definition.Options.Batching is not null,
            };
            predictor = Batch(plan, predictor, telemetry);
            built[1] = predictor;
            var parts = await partsFactory.CreateAsync(plan, predictor, progress, built, cancellationToken);
            parts.Memory = reserved;
            var pipeline = new InferencePipeline(definition, plan.Version, parts, telemetry, time, logger);
            metrics.ModelLoad.Record(
                time.GetElapsedTime(start).TotalSeconds,
                new KeyValuePair<string, object?>("model_name", definition.Name));
            return new ModelRevision(definition.Name, plan.Version, definition.Options, pipeline)
            {
                HasExplicitVersion = plan.IsExplicit,
                ArtifactPath = plan.ArtifactPath,
            };
        }
        catch
        {
            for (var i = built.Count - 1; i >= 0; i--)
            {
                await built[i].DisposeAsync();
            }

            throw;
        }
    }

    private Predictor Batch(VersionPlan plan, Predictor predictor, PipelineTelemetry telemetry)
    {
        var options = plan.Definition.Options;
        return options.Batching is not { } batching
            ? predictor
            : services.GetRequiredService<IBatcherFactory>().Create(predictor, new BatcherContext
            {
                ModelName = plan.Definition.Name,
                ModelVersion = plan.Version,
                Options = batching,
                MaxConcurrency = options.MaxConcurrency,
                QueueTimeout = options.QueueTimeout,
                Time = time,
                Recorder = telemetry,
            });
    }

    private Predictor CreatePredictor(VersionPlan plan)
    {
        var definition = plan.Definition;
        if (definition.PredictorFactory is { } factory)
        {
            return factory(services);
        }

        Debug.Assert(plan.ArtifactPath is not null, "Options without a factory have a URI.");
        var (runtime, format) = selector.Select(definition.Name, definition.Options, plan.ArtifactPath);
        RegistryLog.RuntimeSelected(logger, definition.Name, plan.Version, runtime.Name, format);
        return runtime.CreatePredictor(new ModelArtifact(definition.Name, plan.ArtifactPath)
        {
            Format = format,
            Parameters = definition.Options.Parameters.AsReadOnly(),
        });
    }

    private DownloadReport Report(ModelDefinition definition) =>
        new(definition.Name, services.GetServices<IProgress<DownloadProgress>>(), logger);
}
