using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>The one way of every request: checks, admission, stages, transformer, predictor.</summary>
internal sealed partial class InferencePipeline : IAsyncDisposable
{
    private readonly PipelineParts _parts;
    private readonly PipelineChain _chain;
    private readonly InferDelegate _explain;
    private readonly AdmissionGate _gate;
    private readonly InferenceObservers _observers;
    private readonly PipelineTelemetry _telemetry;
    private readonly ILogger _logger;

    public InferencePipeline(
        ModelDefinition definition,
        string version,
        PipelineParts parts,
        PipelineTelemetry telemetry,
        TimeProvider time,
        ILogger logger)
    {
        var options = definition.Options;
        _parts = parts;
        _observers = new InferenceObservers(parts.Observers, definition.Name, version, logger);
        _logger = logger;
        ModelName = definition.Name;
        Version = version;
        _gate = new AdmissionGate(
            options.AdmittedRequests,
            options.AdmissionQueueLength,
            options.QueueTimeout,
            time,
            options.QueueOverflow);
        _telemetry = telemetry;
        _explain = ExplainCoreAsync;
        _chain = Compose(parts, telemetry);
        telemetry.Open();
    }

    public string ModelName { get; }

    public string Version { get; }

    public ModelSignature Signature => _parts.Signature;

    public bool HasExplainer => _parts.Explainer is not null;

    public ModelStatistics Statistics => _telemetry.Statistics;

    public ValueTask<InferResponse> InferAsync(InferRequest request, CancellationToken cancellationToken) =>
        Signature.IsDecoupled
            ? throw InferenceException.Unimplemented(
                $"Model with name {ModelName} is decoupled: call it through a stream.")
            : RunAsync(_chain.Infer, isExplain: false, request, cancellationToken);

    public ValueTask<InferResponse> ExplainAsync(InferRequest request, CancellationToken cancellationToken) =>
        HasExplainer
            ? RunAsync(_explain, isExplain: true, request, cancellationToken)
            : throw InferenceException.Unimplemented($"Model with name {ModelName} has no explainer.");

    public object? GetService(Type serviceType) => _parts.Predictor.GetService(serviceType);

    public ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _parts.Predictor.IsHealthyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts.All)
        {
            await DisposePartAsync(part);
        }

        _telemetry.Close();
    }

    private async ValueTask<InferResponse> RunAsync(
        InferDelegate inner,
        bool isExplain,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        using var call = _telemetry.Start(request);
        try
        {
            Validate(request, isExplain);
            await EnterAsync(cancellationToken);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                var observed = isExplain ? null : _observers.Begin(request);
                var response = await inner(request, cancellationToken);
                Complete(request, response);
                _observers.Respond(observed, request, response);
                call.Succeed();
                return response;
            }
            finally
            {
                Exit();
            }
        }
        catch (Exception error) when (call.Fail(error, cancellationToken))
        {
            throw;
        }
        catch (Exception error)
        {
            throw Unexpected(error);
        }
    }

    private void Validate(InferRequest request, bool isExplain)
    {
        if (isExplain)
        {
            // The outputs of an explanation are the explainer's own: the signature does not know them.
            RequestValidator.ValidateInputs(Signature, request);
        }
        else
        {
            RequestValidator.Validate(Signature, request);
        }
    }

    private PipelineChain Compose(PipelineParts parts, PipelineTelemetry telemetry)
    {
        var chain = new PipelineChain(PredictCoreAsync, StreamCoreAsync);
        for (var i = parts.Transformers.Count - 1; i >= 0; i--)
        {
            chain = chain.With(parts.Transformers[i], i == parts.Transformers.Count - 1, telemetry);
        }

        for (var i = parts.Stages.Count - 1; i >= 0; i--)
        {
            chain = chain.With(parts.Stages[i]);
        }

        return chain;
    }

    private async ValueTask<InferResponse> PredictCoreAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var hasTransformer = _parts.Transformers.Count != 0;
        var start = _telemetry.Timestamp;
        if (!hasTransformer)
        {
            _telemetry.Preprocessed(start, start);
        }

        var response = await _parts.Predictor.PredictAsync(request, cancellationToken);
        var ended = _telemetry.Predicted(start, request);
        if (!hasTransformer)
        {
            _telemetry.Postprocessed(ended, ended);
        }

        return response;
    }

    private async ValueTask<InferResponse> ExplainCoreAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var phase = _telemetry.Timestamp;
        var response = await _parts.Explainer!.ExplainAsync(request, _chain.Infer, cancellationToken);
        _telemetry.Explained(phase);
        return response;
    }

    private ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        var entered = _gate.EnterAsync(cancellationToken);
        if (entered.IsCompletedSuccessfully)
        {
            _telemetry.Entered();
            return default;
        }

        return WaitAsync(entered);
    }

    private async ValueTask WaitAsync(ValueTask entered)
    {
        var start = _telemetry.Waiting();
        try
        {
            await entered;
        }
        finally
        {
            _telemetry.Waited(start);
        }

        _telemetry.Entered();
    }

    private void Exit()
    {
        _gate.Exit();
        _telemetry.Exited();
    }

    private void Complete(InferRequest request, InferResponse response)
    {
        response.ModelName = response.ModelName.Length == 0 ? ModelName : response.ModelName;
        response.ModelVersion = response.ModelVersion.Length == 0 ? Version : response.ModelVersion;
        response.Id ??= request.Id;
    }

    private InferenceException Unexpected(Exception error)
    {
        if (error is OutOfMemoryException)
        {
            PipelineLog.OutOfMemory(_logger, ModelName, Version);
            return InferenceException.OutOfMemory(error);
        }

        PipelineLog.PredictorFailed(_logger, error, ModelName, Version);
        return new InferenceException(
            InferenceErrorCode.Internal, $"Model with name {ModelName} failed to answer the request.", error);
    }

    private async ValueTask DisposePartAsync(IAsyncDisposable part)
    {
        try
        {
            await part.DisposeAsync();
        }
        catch (Exception error)
        {
            // A part that fails to dispose must not keep the others from it.
            PipelineLog.DisposeFailed(_logger, error, ModelName, Version);
        }
    }
}
