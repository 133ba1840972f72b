using System.Runtime.CompilerServices;

namespace KServe.Graphs;

/// <summary>Passes the responses of a model on as they come, for callers that take tensors.</summary>
internal static class TensorStream
{
    /// <summary>Tells whether a model may have several responses to one request.</summary>
    public static bool CanStart(ModelSignature signature) => signature.IsDecoupled || signature.CanStream;

    /// <summary>Waits for the first response, so that a failure before it is a failure of the step.</summary>
    public static async ValueTask<GraphMessage> StartAsync(
        ModelRevision revision,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var responses = revision.InferStreamAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            var first = await responses.MoveNextAsync() ? responses.Current : null;
            return GraphMessage.OfResponses(ReadAsync(responses, first, cancellationToken));
        }
        catch
        {
            await responses.DisposeAsync();
            throw;
        }
    }

    private static async IAsyncEnumerable<InferResponse> ReadAsync(
        IAsyncEnumerator<InferResponse> responses,
        InferResponse? first,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var owned = responses;
        for (var response = first; response is not null;)
        {
            yield return response;
            cancellationToken.ThrowIfCancellationRequested();
            response = await responses.MoveNextAsync() ? responses.Current : null;
        }
    }
}
