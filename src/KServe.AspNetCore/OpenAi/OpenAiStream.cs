using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KServe.AspNetCore;

/// <summary>Sends the updates of a generation as server-sent events.</summary>
/// <remarks>
/// The status goes with the first update: what fails before it is an answer like any other, what fails behind it an
/// event and an orderly end.
/// </remarks>
internal sealed class OpenAiStream(
    HttpContext context,
    string model,
    IOpenAiAnswerWriter writer,
    OpenAiErrorResponder errors)
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
                if (writer.WriteEvents(Response.BodyWriter, update))
                {
                    await Response.BodyWriter.FlushAsync(cancellationToken);
                }
            }

            await BeginAsync(cancellationToken);
            writer.WriteEnd(Response.BodyWriter);
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

        // Proxies that gather answers would hold tokens back, and so would a compressor of the application.
        Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Response.StartAsync(cancellationToken);
    }

    private void Fail(Exception error)
    {
        var known = error is OperationCanceledException
            ? new InferenceException(
                InferenceErrorCode.DeadlineExceeded, $"Model with name {model} did not end in time.", error)
            : error;
        var (status, message) = errors.Report(context, known);
        var inference = known as InferenceException;
        writer.WriteFailure(Response.BodyWriter, status, message, inference?.Parameter, inference?.Reason);
    }
}
