using System.Runtime.CompilerServices;
using KServe.Protocol;
using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <content>Triton's <c>ModelStreamInfer</c>.</content>
public sealed partial class InferenceGrpcClient
{
    /// <summary>Runs an inference that any number of responses may answer.</summary>
    /// <param name="request">The request, which stays the caller's and lives until the stream has ended.</param>
    /// <param name="call">Headers and timeout of this call; no timeout by default.</param>
    /// <param name="cancellationToken">Cancels the call, and tells the server so.</param>
    /// <returns>The responses as they come, each to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">The call failed, or the server refused the request.</exception>
    public async IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferRequest request,
        InferenceCallOptions? call = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        await foreach (var (response, error) in StreamAsync(new GrpcInferContent(request), call, cancellationToken))
        {
            if (error is not null)
            {
                response.Dispose();
                throw new InferenceException(
                    InferenceErrorCode.Internal, error, new ServerErrorException("a request of a stream", error));
            }

            yield return response;
        }
    }

    /// <summary>Sends requests over one stream and gets their responses, in the order of the server.</summary>
    /// <param name="requests">
    /// The requests; each may be disposed when the next one is asked for. The stream ends after the last.
    /// </param>
    /// <param name="call">Headers and timeout of the whole stream; no timeout by default.</param>
    /// <param name="cancellationToken">Cancels the stream, and tells the server so.</param>
    /// <returns>Responses and errors of single requests, told apart by the ids of the requests.</returns>
    /// <exception cref="InferenceException">The whole stream failed.</exception>
    public IAsyncEnumerable<StreamedResponse> InferStreamAsync(
        IAsyncEnumerable<InferRequest> requests,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return StreamAsync(new GrpcStreamContent(requests), call, cancellationToken);
    }

    private async IAsyncEnumerable<StreamedResponse> StreamAsync(
        GrpcContent content,
        InferenceCallOptions? call,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new GrpcCall(
            this, GrpcMethods.ModelStreamInfer, content, call, Timeout.InfiniteTimeSpan, cancellationToken);
        await stream.StartAsync(call);
        while (await stream.ReadAsync() is { } reply)
        {
            yield return ReadStreamed(reply);
        }
    }

    private StreamedResponse ReadStreamed(GrpcReply reply)
    {
        try
        {
            var response = GrpcInferenceCodec.ReadModelStreamInferResponse(
                reply.Message, Pool, Options.Limits, _names, out var error);
            response.RegisterForDispose(reply);
            return new StreamedResponse(response, error.Length == 0 ? null : ErrorJson.Clean(error));
        }
        catch (InferenceException error)
        {
            reply.Dispose();
            throw CallErrors.Malformed(error.Message, error);
        }
    }
}
