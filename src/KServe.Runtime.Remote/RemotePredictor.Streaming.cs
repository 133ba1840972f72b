using System.Runtime.CompilerServices;
using KServe.Client;
using Polly.Timeout;

namespace KServe.Runtime.Remote;

/// <content>Models with any number of responses to a request.</content>
internal sealed partial class RemotePredictor
{
    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!options.IsDecoupled)
        {
            yield return await PredictAsync(request, cancellationToken);
            yield break;
        }

        using var call = NewCall(request);
        await using var stream = await OpenAsync(call, cancellationToken);
        for (var hasNext = stream.HasFirst; hasNext; hasNext = await MoveNextAsync(stream))
        {
            yield return Complete(stream.Responses.Current, request);
        }
    }

    /// <summary>Opens a stream, with retries as long as nothing has come.</summary>
    private async ValueTask<OpenedStream> OpenAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream!.ExecuteAsync(
                static (state, token) => state.self.Ring.RunAsync(
                    state.call.Turn,
                    state.call,
                    (endpoint, call, attempt) => state.self.OpenAsync(endpoint, call, attempt, state.caller),
                    token),
                (self: this, call, caller: cancellationToken),
                cancellationToken);
        }
        catch (InferenceException error)
        {
            throw RemoteErrors.Translate(error, _modelName);
        }
        catch (TimeoutRejectedException error)
        {
            throw RemoteErrors.TimedOut(_modelName, error);
        }
    }

    /// <summary>Opens a stream on one endpoint and waits for its first response.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="call">The call.</param>
    /// <param name="attempt">Ends with the attempt; of no meaning for what comes after the first response.</param>
    /// <param name="caller">Holds for the whole stream.</param>
    private async ValueTask<OpenedStream> OpenAsync(
        RemoteEndpoint<InferenceClient> endpoint,
        RemoteCall call,
        CancellationToken attempt,
        CancellationToken caller)
    {
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(caller);
        using var timer = new CancellationTokenSource(options.AttemptTimeout, services.Time);
        var client = (InferenceGrpcClient)endpoint.Client;
        var headers = new InferenceCallOptions { Headers = call.Options.Headers };
        var responses = client.InferStreamAsync(call.Request, headers, cancel.Token).GetAsyncEnumerator(cancel.Token);
        try
        {
            bool hasFirst;
            using (attempt.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), cancel))
            using (timer.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), cancel))
            {
                hasFirst = await responses.MoveNextAsync();
            }

            return new OpenedStream(responses, cancel, hasFirst);
        }
        catch (Exception error)
        {
            await responses.DisposeAsync();
            cancel.Dispose();
            if (error is OperationCanceledException && timer.IsCancellationRequested
                && !caller.IsCancellationRequested)
            {
                error = RemoteErrors.TimedOut(_modelName, error);
            }

            if (error is InferenceException failure)
            {
                LogFault(endpoint, failure);
                throw failure;
            }

            throw;
        }
    }

    private async ValueTask<bool> MoveNextAsync(OpenedStream stream)
    {
        try
        {
            return await stream.Responses.MoveNextAsync();
        }
        catch (InferenceException error)
        {
            throw RemoteErrors.Translate(error, _modelName);
        }
    }
}
