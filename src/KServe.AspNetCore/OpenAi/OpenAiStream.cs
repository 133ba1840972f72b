using System.Buffers;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Sends the updates of a generation as server-sent events.</summary>
/// <remarks>
/// The status goes with the first update: what fails before it is an answer like any other, what fails behind it an
/// event and an orderly end.
/// </remarks>
internal sealed class OpenAiStream(
    HttpContext context,
    OpenAiRequest request,
    OpenAiResponseWriter writer,
    OpenAiErrorResponder errors)
{
    private const string EventStream = "text/event-stream; charset=utf-8";
    private TextGenerationUsage _usage;

    private HttpResponse Response => context.Response;

    public async Task SendAsync(IAsyncEnumerable<TextGenerationUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in updates.WithCancellation(cancellationToken))
            {
                await BeginAsync(cancellationToken);
                Write(update);
                await Response.BodyWriter.FlushAsync(cancellationToken);
            }

            await BeginAsync(cancellationToken);
            if (request.IncludesUsage)
            {
                WriteEvent(body => writer.WriteUsageChunk(body, _usage));
            }
        }
        catch (Exception error) when (Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Fail(error);
        }

        Response.BodyWriter.Write("data: [DONE]\n\n"u8);
        await Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (Response.HasStarted)
        {
            return;
        }

        Response.ContentType = EventStream;
        Response.Headers.CacheControl = "no-cache";

        // Proxies that gather answers would hold tokens back.
        Response.Headers["X-Accel-Buffering"] = "no";
        await Response.StartAsync(cancellationToken);
    }

    private void Write(TextGenerationUpdate update)
    {
        _usage = update.Usage ?? _usage;
        if (writer.NeedsOpening(update.Choice))
        {
            WriteEvent(body => writer.WriteOpening(body, update.Choice));
        }

        WriteEvent(body => writer.WriteChunk(body, update));
    }

    private void Fail(Exception error)
    {
        var known = error is OperationCanceledException
            ? new InferenceException(
                InferenceErrorCode.DeadlineExceeded, $"Model with name {request.Model} did not end in time.", error)
            : error;
        var (status, message) = errors.Report(context, known);
        var inference = known as InferenceException;
        WriteEvent(body => OpenAiErrors.Write(body, status, message, inference?.Parameter, inference?.Reason));
    }

    private void WriteEvent(Action<IBufferWriter<byte>> write)
    {
        var body = Response.BodyWriter;
        body.Write("data: "u8);
        write(body);
        body.Write("\n\n"u8);
    }
}
