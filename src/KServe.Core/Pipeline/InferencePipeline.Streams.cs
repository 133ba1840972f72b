using System.Runtime.CompilerServices;

namespace KServe;

internal sealed partial class InferencePipeline
{
    public async IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Signature.IsDecoupled && !Signature.CanStream)
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
            var observed = _observers.Begin(request);
            await using var responses = _chain.Stream(request, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(responses, call, cancellationToken))
            {
                Complete(request, responses.Current);
                _observers.Respond(observed, request, responses.Current);
                yield return responses.Current;
            }

            call.Succeed();
        }
        finally
        {
            Exit();
        }
    }

    private async IAsyncEnumerable<InferResponse> StreamCoreAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = _telemetry.Timestamp;
        await foreach (var response in _parts.Predictor.PredictStreamAsync(request, cancellationToken))
        {
            yield return response;
        }

        _telemetry.Predicted(start, request);
    }

    // Once for each token of a language model: its state is kept for the next one.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
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
}
