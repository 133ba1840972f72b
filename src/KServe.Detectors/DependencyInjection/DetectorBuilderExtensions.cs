using System.Diagnostics.Metrics;
using KServe;
using KServe.Detectors;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts detectors beside models.</summary>
public static class DetectorBuilderExtensions
{
    /// <summary>Adds what detectors need; calling it twice is safe.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IKServeBuilder AddDetectors(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(
            static provider => new DetectorMetrics(provider.GetService<IMeterFactory>()));
        builder.Services.TryAddSingleton(static _ => new FairnessFeedback());
        return builder;
    }

    /// <summary>Scores the rows that clients send, and reports outliers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Sets the reference, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UseOutlierDetector(
        this ModelBuilder model,
        Action<OutlierDetectorOptions> configure) => Use(
        model,
        configure,
        static (options, reference, scope) => new OutlierDetector(options, reference, scope),
        static _ => false);

    /// <summary>Compares the latest rows with a reference, and reports drift.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Sets the reference, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UseDriftDetector(
        this ModelBuilder model,
        Action<DriftDetectorOptions> configure) => Use(
        model,
        configure,
        static (options, reference, scope) => new DriftDetector(options, reference, scope),
        static options => options.Target == DriftTarget.Outputs);

    /// <summary>Compares what groups of people get, and reports what is not alike.</summary>
    /// <param name="model">The model, which is not decoupled.</param>
    /// <param name="configure">Says where groups and predictions are, and changes what else is to change.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    public static ModelBuilder UseFairnessMonitor(this ModelBuilder model, Action<FairnessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = Configure(configure);
        return model.Observe(context =>
        {
            if (context.Signature.IsDecoupled)
            {
                throw InferenceException.InvalidArgument(
                    $"Model with name {context.ModelName} is decoupled and can have no fairness monitor.");
            }

            var events = CreateEvents(options, context);
            var scope = CreateScope(options, context, events);
            var names = new GroupNames();
            var monitor = new FairnessMonitor(options, names, scope);
            var feedback = context.Services.GetRequiredService<FairnessFeedback>();
            feedback.Add(monitor, context.ModelName);
            var worker = new DetectorWorker(options, monitor, scope);
            return new FairnessObserver(options, names, monitor, feedback, worker, scope, events);
        });
    }

    private static ModelBuilder Use<TOptions>(
        ModelBuilder model,
        Action<TOptions> configure,
        Func<TOptions, ReferenceData, DetectorScope, IRowDetector> create,
        Func<TOptions, bool> watchesOutputs)
        where TOptions : DetectorOptions, new()
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = Configure(configure);
        return model.Observe(context =>
        {
            var reference = GetReference(options, context);
            if (reference.Rows < 2)
            {
                throw InferenceException.InvalidArgument(
                    $"Model with name {context.ModelName} has a detector whose reference has less than two rows.");
            }

            var events = CreateEvents(options, context);
            var scope = CreateScope(options, context, events);
            var worker = new DetectorWorker(options, create(options, reference, scope), scope);
            var reader = new RowReader(reference.Columns, [.. options.Tensors], options.MaxRowsPerRequest);
            return new RowObserver(reader, worker, scope, events, watchesOutputs(options));
        });
    }

    private static TOptions Configure<TOptions>(Action<TOptions> configure)
        where TOptions : DetectorOptions, new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new TOptions();
        configure(options);
        var check = new OptionsCheck(typeof(TOptions).Name);
        options.Check(check);
        check.ThrowIfAny();
        return options;
    }

    private static DetectorScope CreateScope(
        DetectorOptions options,
        InferenceObserverContext context,
        DetectionEvents? events) => new(
        options,
        context,
        context.Services.GetService<DetectorMetrics>() ?? throw InferenceException.InvalidArgument(
            $"Model with name {context.ModelName} has a detector: call AddDetectors()."),
        events,
        context.Services.GetRequiredService<TimeProvider>(),
        context.Services.GetRequiredService<ILogger<DetectorMetrics>>());

    private static DetectionEvents? CreateEvents(DetectorOptions options, InferenceObserverContext context)
    {
        if (options.Events is null)
        {
            return null;
        }

        var log = new PayloadLoggingOptions();
        options.Events(log);
        var time = context.Services.GetRequiredService<TimeProvider>();
        return new DetectionEvents(
            PayloadSinks.Create(context.Services, context.ModelName, log, time),
            log,
            time,
            context.Services.GetRequiredService<ILogger<DetectorMetrics>>());
    }

    private static ReferenceData GetReference(DetectorOptions options, InferenceObserverContext context)
    {
        if (options.Reference is { } given)
        {
            return given;
        }

        try
        {
            return ReferenceData.FromFile(Path.Combine(GetFolder(context.ArtifactPath), options.ReferenceFile!));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"Model with name {context.ModelName} has a detector whose reference cannot be read.",
                error);
        }
    }

    private static string GetFolder(string? artifact) => artifact is null ? ""
        : Directory.Exists(artifact) ? artifact
        : Path.GetDirectoryName(artifact) ?? "";
}
