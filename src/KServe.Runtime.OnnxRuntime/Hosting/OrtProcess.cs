using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Starts the native library, which exists once per process.</summary>
/// <remarks>
/// The library's environment with its threads is state of the process, and so is what is kept here and in
/// <see cref="OrtLogRelay"/>. The first host decides the number of shared threads; later hosts use what is there.
/// </remarks>
internal static class OrtProcess
{
    private static readonly Lock Gate = new();
    private static int _sharedThreads;

    /// <summary>Starts the library unless it runs already.</summary>
    public static OrtStart Start(int threads, int interOpThreads, bool allowSpinning)
    {
        lock (Gate)
        {
            if (OrtEnv.IsCreated)
            {
                return new OrtStart(_sharedThreads, IsFirst: false);
            }

            using var threading = new OrtThreadingOptions
            {
                GlobalIntraOpNumThreads = threads,
                GlobalInterOpNumThreads = interOpThreads,
                GlobalSpinControl = allowSpinning,
            };
            var options = new EnvironmentCreationOptions
            {
                logId = "kserve",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
                threadOptions = threading,
                loggingFunction = OrtLogRelay.Function,
            };
            try
            {
                OrtEnv.CreateInstanceWithOptions(ref options);
                _sharedThreads = threads;
                return new OrtStart(threads, IsFirst: true);
            }
            catch (OnnxRuntimeException) when (OrtEnv.IsCreated)
            {
                // Other code of the process was faster.
                return new OrtStart(SharedThreads: 0, IsFirst: false);
            }
        }
    }
}
