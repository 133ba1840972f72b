using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Turns a model file into a model that runs.</summary>
internal sealed class OnnxModelLoader(OnnxRuntimeOptions options, ILogger logger)
{
    private int _reported;

    /// <summary>Checks the file, creates a session and warms it up.</summary>
    /// <exception cref="InferenceException">The file is refused; the message names it without its folder.</exception>
    /// <exception cref="OperationCanceledException">The load was given up.</exception>
    public OnnxModel Load(
        OnnxModelFile file,
        OnnxSettings settings,
        string modelName,
        CancellationToken cancellationToken)
    {
        try
        {
            var facts = file.Check(cancellationToken);
            var start = Start();
            return CreateModel(file, facts, settings, modelName, start, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw OrtErrors.LoadFailed(file.Name, error.Message, error);
        }
        catch (OnnxRuntimeException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw OrtErrors.LoadFailed(file.Name, OrtErrorText.Sanitize(error.Message), error);
        }
        catch (Exception error)
            when (error is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new InferenceException(
                InferenceErrorCode.Unimplemented,
                "the native library of ONNX Runtime is missing or does not run on this platform",
                error);
        }
    }

    private OrtStart Start()
    {
        var threads = SessionOptionsFactory.GetThreads(options.IntraOpThreads);
        var start = OrtProcess.Start(threads, options.InterOpThreads, options.AllowSpinning);
        if (Interlocked.Exchange(ref _reported, 1) == 0)
        {
            Report(start, threads);
        }

        return start;
    }

    private void Report(OrtStart start, int threads)
    {
        if (start.IsFirst)
        {
            OnnxRuntimeLog.Started(logger, OrtEnv.Instance().GetVersionString(), threads);
        }
        else if (start.SharedThreads == 0)
        {
            OnnxRuntimeLog.StartedElsewhere(logger);
        }
        else if (start.SharedThreads != threads)
        {
            OnnxRuntimeLog.OtherThreadCount(logger, start.SharedThreads, threads);
        }
    }

    private OnnxModel CreateModel(
        OnnxModelFile file,
        OnnxModelFacts facts,
        OnnxSettings settings,
        string modelName,
        OrtStart start,
        CancellationToken cancellationToken)
    {
        var logId = OrtLogRelay.Register(logger, modelName);
        InferenceSession? session = null;
        OnnxModel? model = null;
        try
        {
            using var sessionOptions = SessionOptionsFactory.Create(settings, start, modelName, logId);
            using (cancellationToken.UnsafeRegister(
                static state => ((SessionOptions)state!).SetLoadCancellationFlag(true), sessionOptions))
            {
                session = new InferenceSession(file.FullPath, sessionOptions);
            }

            var signature = OnnxSignature.Create(session, facts, settings, modelName, logger);
            model = new OnnxModel(session, signature, logId) { FileBytes = facts.FileBytes };
            if (settings.Warmup)
            {
                Warm(model, signature, modelName, cancellationToken);
            }

            return model;
        }
        catch
        {
            model?.Dispose();
            session?.Dispose();
            OrtLogRelay.Unregister(logId);
            throw;
        }
    }

    private void Warm(
        OnnxModel model,
        OnnxSignature signature,
        string modelName,
        CancellationToken cancellationToken)
    {
        try
        {
            OnnxWarmup.Run(model, signature, modelName, cancellationToken);
        }
        catch (Exception error) when (error is InferenceException or OnnxRuntimeException)
        {
            OnnxRuntimeLog.WarmupFailed(logger, error, modelName);
        }
    }
}
