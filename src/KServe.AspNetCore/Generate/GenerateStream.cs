using System.Buffers;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Sends the updates of a generation as events of the Open Inference Protocol.</summary>
/// <remarks>
/// The status goes with the first update: what fails before it is an answer like any other, what fails behind it an
/// event and an orderly end. Nothing follows the last piece.
/// </remarks>
internal sealed class GenerateStream(
    HttpContext context,
    GenerateRequest request,
    GenerateResponseWriter writer,
    GenerateErrorResponder errors)
{
    private const string EventStream = "text/event-stream; charset=utf-8";

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
        }
        catch (Exception error) when (Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Fail(error);
        }

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
        if (!request.HasDetails)
        {
            if (update.Text.Length > 0 || update.FinishReason is not null)
            {
                WriteEvent(body => writer.WritePiece(body, update));
            }

            return;
        }

        // An event has one token: the text that they completed together comes with the last of them.
        for (var i = 0; i < update.Logprobs.Count - 1; i++)
        {
            var piece = new TextGenerationUpdate { Logprobs = [update.Logprobs[i]] };
            WriteEvent(body => writer.WritePiece(body, piece));
        }

        var last = update.Logprobs.Count > 1 ? update with { Logprobs = [update.Logprobs[^1]] } : update;
        WriteEvent(body => writer.WritePiece(body, last));
    }

    private void Fail(Exception error)
    {
        var known = error is OperationCanceledException
            ? new InferenceException(InferenceErrorCode.DeadlineExceeded, "The model did not end in time.", error)
            : error;
        var (_, message) = errors.Report(context, known);
        WriteEvent(body => ErrorJson.Write(body, message));
    }

    private void WriteEvent(Action<IBufferWriter<byte>> write)
    {
        var body = Response.BodyWriter;
        body.Write("data: "u8);
        write(body);
        body.Write("\n\n"u8);
    }
}
