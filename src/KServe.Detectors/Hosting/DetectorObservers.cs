using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Detectors;

/// <summary>Creates the observer of one detector by its options.</summary>
internal static class DetectorObservers
{
    /// <exception cref="InferenceException">The detector does not fit the model, or lacks its reference.</exception>
    public static IInferenceObserver Create(DetectorOptions options, InferenceObserverContext context) => options switch
    {
        FairnessOptions fairness => Create(fairness, context),
        OutlierDetectorOptions outlier => Create(
            outlier,
            context,
            (reference, scope) => new OutlierDetector(outlier, reference, scope),
            watchesOutputs: false),
        DriftDetectorOptions drift => Create(
            drift,
            context,
            (reference, scope) => new DriftDetector(drift, reference, scope),
            drift.Target == DriftTarget.Outputs),
        _ => throw new ArgumentException($"Options of the kind {options.Kind} are not known.", nameof(options)),
    };

    private static FairnessObserver Create(FairnessOptions options, InferenceObserverContext context)
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
    }

    private static RowObserver Create(
        DetectorOptions options,
        InferenceObserverContext context,
        Func<ReferenceData, DetectorScope, IRowDetector> create,
        bool watchesOutputs)
    {
        var reference = GetReference(options, context);
        if (reference.Rows < 2)
        {
            throw InferenceException.InvalidArgument(
                $"Model with name {context.ModelName} has a detector whose reference has less than two rows.");
        }

        var events = CreateEvents(options, context);
        var scope = CreateScope(options, context, events);
        var worker = new DetectorWorker(options, create(reference, scope), scope);
        var reader = new RowReader(reference.Columns, [.. options.Tensors], options.MaxRowsPerRequest);
        return new RowObserver(reader, worker, scope, events, watchesOutputs);
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
