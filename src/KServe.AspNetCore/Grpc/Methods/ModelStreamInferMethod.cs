using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Triton's method <c>ModelStreamInfer</c>.</summary>
/// <remarks>
/// Requests run one after the other, each with any number of responses. One that fails is answered by an error message,
/// and the stream goes on.
/// </remarks>
internal sealed class ModelStreamInferMethod(
    StreamedInference inference,
    GrpcMessageReader reader,
    GrpcMessageWriter writer,
    Deadlines deadlines,
    IHostApplicationLifetime lifetime,
    IOptions<KServeGrpcOptions> options)
{
    private readonly TimeSpan _idleTimeout = options.Value.StreamIdleTimeout;

    public async ValueTask InvokeAsync(HttpContext context)
    {
        // Clients may think between two requests; the idle timer ends those that think too long.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var timeout = GrpcHandshake.GetTimeout(context, GrpcTimeout.Longest);
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        writer.Announce(context);
        while (true)
        {
            var message = await ReadNextAsync(context, deadline.Token);
            if (message.IsEnd)
            {
                return;
            }

            await inference.RunAsync(context, message, deadline.Token);
        }
    }

    private async ValueTask<GrpcRequestMessage> ReadNextAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var idle = deadlines.Start(_idleTimeout, cancellationToken);
        using var stopping = lifetime.ApplicationStopping.UnsafeRegister(
            static state => PendingReads.Cancel((HttpContext)state!), context);
        try
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw InferenceException.Unavailable("The server is shutting down.");
            }

            return await reader.ReadNextAsync(context, idle.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InferenceException(
                InferenceErrorCode.DeadlineExceeded, "The stream was idle for too long.", error);
        }
    }
}
