using KServe.Graphs;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Passes a body to a graph as it is, and its answer back with the status of the step that gave it.</summary>
internal sealed class GraphEndpoint(TensorPool pool, HttpMetrics metrics)
{
    /// <summary>Gets what sends a graph's answer to a client.</summary>
    public static Func<GraphReply, CancellationToken, ValueTask> SendTo(HttpContext context) =>
        (reply, cancellationToken) => SendAsync(context, reply, cancellationToken);

    /// <summary>Runs a call whose body was read; the body lives until the answer was sent.</summary>
    public async ValueTask RunAsync(
        HttpContext context,
        ModelRevision revision,
        GraphCall call,
        CancellationToken cancellationToken)
    {
        using var request = new InferRequest(revision.ModelName, pool) { Headers = call, Protocol = call.Protocol };
        try
        {
            using var response = await revision.InferAsync(request, cancellationToken);
        }
        catch (InferenceException) when (call.HasSent)
        {
            // The graph's answer was one of failure: its body is with the client, and this counted it.
            metrics.CountError(context.Response.StatusCode);
            return;
        }

        if (!call.HasSent)
        {
            throw new InferenceException(
                InferenceErrorCode.Internal, $"Model with name {revision.ModelName} does not take bodies as they are.");
        }
    }

    private static async ValueTask SendAsync(HttpContext context, GraphReply reply, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode =
            reply.Status is >= 200 and <= 599 ? reply.Status : StatusCodes.Status500InternalServerError;
        if (reply.Chunks is { } chunks)
        {
            response.ContentType = GetContentType(reply);
            await SendChunksAsync(response, chunks, cancellationToken);
            return;
        }

        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent
            or StatusCodes.Status304NotModified)
        {
            // These have no body in HTTP.
            await response.StartAsync(cancellationToken);
            return;
        }

        response.ContentType = GetContentType(reply);
        response.ContentLength = reply.Body.Length;
        await response.BodyWriter.WriteAsync(reply.Body, cancellationToken);
    }

    private static async ValueTask SendChunksAsync(
        HttpResponse response,
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        CancellationToken cancellationToken)
    {
        await response.StartAsync(cancellationToken);
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            await response.BodyWriter.WriteAsync(chunk, cancellationToken);
        }
    }

    // A type from elsewhere goes on only when it is one: it becomes a header of ours.
    private static string GetContentType(GraphReply reply) =>
        reply.ContentType is { Length: > 0 and <= 256 } type && !type.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? type
            : MediaTypes.Binary;
}
