using KServe.Client;
using KServe.Protocol;
using Polly;
using Polly.Timeout;

namespace KServe.Runtime.Remote;

/// <summary>A predictor that is another server.</summary>
internal sealed partial class RemotePredictor(string address, RemoteModelOptions options, RemoteServices services)
    : Predictor
{
    private readonly RemotePipelines _pipelines = new(options, services.Time);
    private ResiliencePipeline<InferResponse>? _unary;
    private ResiliencePipeline<OpenedStream>? _stream;
    private SocketsHttpHandler? _handler;
    private EndpointRing<InferenceClient>? _ring;
    private string _modelName = "";
    private ModelSignature _signature = ModelSignature.Empty;

    public override ModelSignature Signature => _signature;

    private string RemoteName => options.ModelName ?? _modelName;

    private EndpointRing<InferenceClient> Ring =>
        _ring ?? throw InferenceException.Unavailable($"Model with name {_modelName} is not loaded.");

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _modelName = context.ModelName;
        _unary = _pipelines.Build<InferResponse>(hedges: true);
        _stream = _pipelines.Build<OpenedStream>(hedges: false);
        _handler = EndpointFactory.CreateHandler(options);
        _ring = EndpointFactory.CreateRing(_modelName, address, options, _handler, services);
        _signature = options.Signature ?? await DescribeAsync(cancellationToken);
        if (options.IsDecoupled)
        {
            _signature = _signature with { IsDecoupled = true };
        }
    }

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var call = NewCall(request);
        try
        {
            var response = await _unary!.ExecuteAsync(
                static (state, token) =>
                    state.self.Ring.RunAsync(state.call.Turn, state.call, state.self.SendAsync, token),
                (self: this, call),
                cancellationToken);
            return Complete(response, request);
        }
        catch (InferenceException error)
        {
            throw RemoteErrors.Translate(error, _modelName);
        }
        catch (TimeoutRejectedException error)
        {
            throw RemoteErrors.TimedOut(_modelName, error);
        }
        finally
        {
            await call.WaitAsync();
        }
    }

    public override ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) =>
        _ring?.IsAnyReadyAsync(cancellationToken) ?? new ValueTask<bool>(result: false);

    public override async ValueTask DisposeAsync()
    {
        _ring?.Dispose();
        _handler?.Dispose();
        await base.DisposeAsync();
    }

    private RemoteCall NewCall(InferRequest request)
    {
        _pipelines.Count();
        return new RemoteCall(
            request, RemoteName, options.ModelVersion, services.Headers, options.AttemptTimeout, Ring.NextTurn());
    }

    private async ValueTask<InferResponse> SendAsync(
        RemoteEndpoint<InferenceClient> endpoint,
        RemoteCall call,
        CancellationToken cancellationToken)
    {
        call.Enter();
        try
        {
            return endpoint.Client is InferenceRestClient rest
                ? await rest.InferAsync(call.Request, _signature, call.Options, cancellationToken)
                : await endpoint.Client.InferAsync(call.Request, call.Options, cancellationToken);
        }
        catch (InferenceException error) when (LogFault(endpoint, error))
        {
            throw;
        }
        finally
        {
            call.Exit();
        }
    }

    // A filter that only looks: it is always false.
    private bool LogFault(RemoteEndpoint<InferenceClient> endpoint, InferenceException error)
    {
        if (RemoteFailures.IsFault(error))
        {
            var reason = error.InnerException is ServerErrorException answer ? answer.Message : error.Message;
            RemoteLog.CallFailed(services.Logger, _modelName, endpoint.Name, reason);
        }

        return false;
    }

    /// <summary>Lets the answer look like one of this server, which fills in what is left out.</summary>
    private static InferResponse Complete(InferResponse response, InferRequest request)
    {
        response.ModelName = "";
        response.ModelVersion = "";
        response.Id = request.Id;
        return response;
    }

    private async Task<ModelSignature> DescribeAsync(CancellationToken cancellationToken)
    {
        if (RemoteAddress.GetProtocol(address, options) == RemoteProtocol.V1)
        {
            return ModelSignature.Empty;
        }

        var reason = "";
        foreach (var endpoint in Ring.Endpoints)
        {
            using var deadline = new CancellationTokenSource(options.HealthTimeout, services.Time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                var metadata = await endpoint.Client.GetModelMetadataAsync(
                    RemoteName, options.ModelVersion, linked.Token);
                return metadata.Signature with { ChecksInputs = options.ChecksInputs };
            }
            catch (Exception error) when (error is InferenceException
                || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                reason = error.Message;
            }
        }

        // A server that is not there yet must not keep this one from starting.
        RemoteLog.NoMetadata(services.Logger, _modelName, ErrorJson.Clean(reason));
        return ModelSignature.Empty;
    }
}
