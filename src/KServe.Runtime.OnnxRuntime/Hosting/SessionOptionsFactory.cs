using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Translates the settings of a model into session options.</summary>
internal static class SessionOptionsFactory
{
    /// <summary>Gets the number of threads that a setting stands for.</summary>
    public static int GetThreads(int setting) => setting == 0 ? Environment.ProcessorCount : setting;

    /// <summary>Creates the options of one session.</summary>
    /// <exception cref="InferenceException">The execution provider cannot be used.</exception>
    public static SessionOptions Create(OnnxSettings settings, OrtStart start, string modelName, string logId)
    {
        var session = new SessionOptions
        {
            LogId = logId,
            LogSeverityLevel = OrtLogRelay.FromLogLevel(settings.MinimumLogLevel),
            GraphOptimizationLevel = GetLevel(settings.GraphOptimization),
            ExecutionMode = settings.ExecutionMode == OnnxExecutionMode.Parallel
                ? ExecutionMode.ORT_PARALLEL
                : ExecutionMode.ORT_SEQUENTIAL,
            EnableMemoryPattern = settings.EnableMemoryPattern,
            EnableCpuMemArena = settings.EnableCpuMemoryArena,
        };
        try
        {
            // What was checked is what is loaded: the library's other format is never guessed from the name.
            session.AddSessionConfigEntry("session.load_model_format", "ONNX");
            SetThreads(session, settings, start);
            ExecutionProviders.Append(session, settings, modelName);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void SetThreads(SessionOptions session, OnnxSettings settings, OrtStart start)
    {
        if (settings.ShareThreadPool && start.SharedThreads > 0)
        {
            session.DisablePerSessionThreads();
            return;
        }

        session.IntraOpNumThreads = GetThreads(settings.IntraOpThreads);
        session.InterOpNumThreads = settings.InterOpThreads;
        var spinning = settings.AllowSpinning ? "1" : "0";
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", spinning);
        session.AddSessionConfigEntry("session.inter_op.allow_spinning", spinning);
    }

    private static GraphOptimizationLevel GetLevel(OnnxGraphOptimization level) => level switch
    {
        OnnxGraphOptimization.Disable => GraphOptimizationLevel.ORT_DISABLE_ALL,
        OnnxGraphOptimization.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
        OnnxGraphOptimization.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
        _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
    };
}
