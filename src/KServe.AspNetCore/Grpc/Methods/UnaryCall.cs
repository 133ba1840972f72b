using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Runs methods with one request and one response, other than inference.</summary>
internal sealed class UnaryCall(
    TensorPool pool,
    GrpcMessageReader reader,
    Deadlines deadlines,
    IOptions<KServeGrpcOptions> options)
{
    private readonly TimeSpan _maxDuration = options.Value.MaxCallDuration;

    /// <summary>Makes a call of a method.</summary>
    public RequestCall Create(UnaryAnswer answer) => context => RunAsync(context, answer);

    private async ValueTask RunAsync(HttpContext context, UnaryAnswer answer)
    {
        var timeout = GrpcHandshake.GetTimeout(context, _maxDuration);
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        using var message = reader.TryTakeSingle(context, out var taken)
            ? taken
            : await reader.ReadSingleAsync(context, deadline.Token);
        using var writer = new ProtoWriter(pool);
        await answer(context, message.Memory, writer, deadline.Token);
        GrpcMessageWriter.Write(context.Response, writer.Written.Span);
    }
}
