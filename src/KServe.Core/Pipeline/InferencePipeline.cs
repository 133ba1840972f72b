using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>The one way of every request: checks, admission, stages, transformer, predictor.</summary>
internal sealed class InferencePipeline : IAsyncDisposable
{
    private readonly Predictor _predictor;
    private readonly Transformer? _transformer;
    private readonly Explainer? _explainer;
    private readonly InferDelegate _infer;
    private readonly InferDelegate _explain;
    private readonly AdmissionGate _gate;
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
        _predictor = parts.Predictor;
        _transformer = parts.Transformer;
        _explainer = parts.Explainer;
        _logger = logger;
        ModelName = definition.Name;
        Version = version;
        Signature = _transformer?.Signature ?? _predictor.Signature;
        _gate = new AdmissionGate(options.AdmittedRequests, options.AdmissionQueueLength, options.QueueTimeout, time);
        _telemetry = telemetry;
        _explain = ExplainCoreAsync;
        _infer = PredictCoreAsync;
        for (var i = definition.Stages.Count - 1; i >= 0; i--)
        {
            _infer = definition.Stages[i](_infer);
        }

        telemetry.Open();
    }

    public string ModelName { get; }

    public string Version { get; }

    public ModelSignature Signature { get; }

    public bool HasExplainer => _explainer is not null;

    public ModelStatistics Statistics => _telemetry.Statistics;

    public ValueTask<InferResponse> InferAsync(InferRequest request, CancellationToken cancellationToken) =>
        Signature.IsDecoupled
            ? throw InferenceException.Unimplemented(
                $"Model with name {ModelName} is decoupled: call it through a stream.")
            : RunAsync(_infer, isExplain: false, request, cancellationToken);

    public ValueTask<InferResponse> ExplainAsync(InferRequest request, CancellationToken cancellationToken) =>
        HasExplainer
            ? RunAsync(_explain, isExplain: true, request, cancellationToken)
            : throw InferenceException.Unimplemented($"Model with name {ModelName} has no explainer.");

    public async IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Signature.IsDecoupled)
        {
            yield return await InferAsync(request, cancellationToken);
            yield break;
        }

        using var call = _telemetry.Start(request);
        try
        {
            RequestValidator.Validate(Signature, request);
            await EnterAsync(cancellationToken);
        }
        catch (Exception error) when (call.Fail(error, cancellationToken))
        {
            throw;
        }

        try
        {
            await using var responses = StreamCoreAsync(request, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(responses, call, cancellationToken))
            {
                yield return responses.Current;
            }

            call.Succeed();
        }
        finally
        {
            Exit();
        }
    }

    public ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _predictor.IsHealthyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await DisposePartAsync(_explainer);
        await DisposePartAsync(_transformer);
        await DisposePartAsync(_predictor);
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
                var response = await inner(request, cancellationToken);
                Complete(request, response);
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

    private async ValueTask<InferResponse> PredictCoreAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var start = _telemetry.Timestamp;
        var input = _transformer is null ? request : await PreprocessAsync(_transformer, request, cancellationToken);
        var begun = _transformer is null ? start : _telemetry.Timestamp;
        _telemetry.Preprocessed(start, begun);
        var response = await _predictor.PredictAsync(input, cancellationToken);
        var ended = _telemetry.Predicted(begun, input);
        if (_transformer is null)
        {
            _telemetry.Postprocessed(ended, ended);
            return response;
        }

        var output = await PostprocessAsync(_transformer, response, request, cancellationToken);
        _telemetry.Postprocessed(ended, _telemetry.Timestamp);
        return output;
    }

    private async ValueTask<InferResponse> ExplainCoreAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var phase = _telemetry.Timestamp;
        var response = await _explainer!.ExplainAsync(request, _infer, cancellationToken);
        _telemetry.Explained(phase);
        return response;
    }

    private async IAsyncEnumerable<InferResponse> StreamCoreAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = _telemetry.Timestamp;
        var input = _transformer is null ? request : await PreprocessAsync(_transformer, request, cancellationToken);
        var begun = _telemetry.Timestamp;
        _telemetry.Preprocessed(start, begun);
        await foreach (var response in _predictor.PredictStreamAsync(input, cancellationToken))
        {
            var output = _transformer is null
                ? response
                : await PostprocessAsync(_transformer, response, request, cancellationToken);
            Complete(request, output);
            yield return output;
        }

        _telemetry.Predicted(begun, input);
    }

    private static async ValueTask<InferRequest> PreprocessAsync(
        Transformer transformer,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var input = await transformer.PreprocessAsync(request, cancellationToken);
        if (!ReferenceEquals(input, request))
        {
            input.Follow(request);
            // Outputs may view the new request's memory: it lives as long as the client's request.
            request.RegisterForDispose(input);
        }

        return input;
    }

    private static async ValueTask<InferResponse> PostprocessAsync(
        Transformer transformer,
        InferResponse response,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        try
        {
            var output = await transformer.PostprocessAsync(response, request, cancellationToken);
            if (!ReferenceEquals(output, response))
            {
                output.Follow(response);
                output.RegisterForDispose(response);
            }

            return output;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async ValueTask<bool> MoveNextAsync(
        IAsyncEnumerator<InferResponse> responses,
        PipelineCall call,
        CancellationToken cancellationToken)
    {
        try
        {
            return await responses.MoveNextAsync();
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
        PipelineLog.PredictorFailed(_logger, error, ModelName, Version);
        return new InferenceException(
            InferenceErrorCode.Internal, $"Model with name {ModelName} failed to answer the request.", error);
    }

    private async ValueTask DisposePartAsync(IAsyncDisposable? part)
    {
        if (part is null)
        {
            return;
        }

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
