using KServe.Protocol;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>The standard service <c>grpc.health.v1.Health</c>, which orchestrators and proxies ask.</summary>
internal sealed class HealthMethods(
    ServerHealth health,
    TensorPool pool,
    GrpcMessageReader reader,
    NameCache names,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    IOptions<KServeHttpOptions> options)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly ProtocolLimits _limits = options.Value.Limits;

    public async ValueTask CheckAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        var service = GrpcMessages.ReadHealthCheckRequest(message.Span, _limits, names);
        var status = await GetStatusAsync(service, cancellationToken);
        GrpcAnswers.WriteHealth(
            answer,
            status != GrpcServingStatus.ServiceUnknown
                ? status
                : throw InferenceException.NotFound("There is no such service."));
    }

    /// <summary>Sends the status at once and at each change, until the client leaves or the server stops.</summary>
    public async ValueTask WatchAsync(HttpContext context)
    {
        var service = await ReadServiceAsync(context);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(WatchInterval, time);
        GrpcServingStatus? sent = null;
        while (!end.IsCancellationRequested)
        {
            var status = await GetStatusAsync(service, context.RequestAborted);
            if (status != sent)
            {
                await SendAsync(context, status);
                sent = status;
            }

            try
            {
                await timer.WaitForNextTickAsync(end.Token);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                // The server stops.
            }
        }

        if (sent != GrpcServingStatus.NotServing)
        {
            await SendAsync(context, GrpcServingStatus.NotServing);
        }

        throw InferenceException.Unavailable("The server is shutting down.");
    }

    private async ValueTask<string> ReadServiceAsync(HttpContext context)
    {
        using var message = await reader.ReadSingleAsync(context, context.RequestAborted);
        return GrpcMessages.ReadHealthCheckRequest(message.Memory.Span, _limits, names);
    }

    private async ValueTask<GrpcServingStatus> GetStatusAsync(string service, CancellationToken cancellationToken)
    {
        if (service is not ("" or GrpcServices.Inference or GrpcServices.Repository or GrpcServices.Health))
        {
            return GrpcServingStatus.ServiceUnknown;
        }

        return await health.IsReadyAsync(cancellationToken) ? GrpcServingStatus.Serving : GrpcServingStatus.NotServing;
    }

    private async ValueTask SendAsync(HttpContext context, GrpcServingStatus status)
    {
        using var answer = new ProtoWriter(pool, capacity: 16);
        GrpcAnswers.WriteHealth(answer, status);
        GrpcMessageWriter.Write(context.Response, answer.Written.Span);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
