using System.Buffers;
using System.Globalization;
using KServe.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>Turns whatever failed into the one answer: a status and <c>{"error": "..."}</c>.</summary>
/// <remarks>A protocol with another body of its own for failures derives from it.</remarks>
internal class ErrorResponder(ReplyPool replies, HttpMetrics metrics, ILogger<ErrorResponder> logger)
{
    public Task RespondAsync(HttpContext context, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested || error is ConnectionResetException)
        {
            metrics.CountClientClosed();
            HttpLog.ClientLeft(logger, context.Request.Method, Path(context));
            return Task.CompletedTask;
        }

        if (context.Response.HasStarted)
        {
            HttpLog.Aborted(logger, error, context.Request.Method, Path(context));
            context.Abort();
            return Task.CompletedTask;
        }

        var (status, message) = Report(context, error);
        return WriteAsync(context, status, message, error as InferenceException);
    }

    /// <summary>Tells what clients get to know of a failure, and counts and logs it.</summary>
    public (int Status, string Message) Report(HttpContext context, Exception error)
    {
        var (status, message) = Describe(context, error);
        metrics.CountError(status);
        HttpLog.Refused(logger, status, context.Request.Method, Path(context), LogText.Clean(message));
        return (status, message);
    }

    /// <summary>Writes the body of a refusal.</summary>
    protected virtual void WriteBody(
        IBufferWriter<byte> buffer,
        int status,
        string message,
        InferenceException? error) =>
        ErrorJson.Write(buffer, message);

    /// <summary>Gets the status of a failure.</summary>
    protected virtual int GetStatus(InferenceErrorCode code) => InferenceStatus.Of(code);

    private (int Status, string Message) Describe(HttpContext context, Exception error)
    {
        switch (error)
        {
            case InferenceException inference:
                if (!context.Response.HasStarted)
                {
                    SetRetryAfter(context, inference.RetryAfter);
                    SetReason(context, inference.Reason);
                }

                return (GetStatus(inference.Code), inference.Message);
            case OutOfMemoryException:
                HttpLog.OutOfMemory(logger, context.Request.Method, Path(context));
                return Describe(context, InferenceException.OutOfMemory(error));
            case BadHttpRequestException request:
                return (request.StatusCode, request.Message);
            case IOException:
                // Only the body is read here, and chunks of impossible sizes end as this type.
                return (StatusCodes.Status400BadRequest, "The request body is malformed.");
            default:
                HttpLog.Unexpected(logger, error, context.Request.Method, Path(context));
                return (StatusCodes.Status500InternalServerError, "The server failed to answer the request.");
        }
    }

    private async Task WriteAsync(HttpContext context, int status, string message, InferenceException? error)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status413PayloadTooLarge && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            // The rest of the body is on its way: better to close than to read it for nothing.
            response.Headers.Connection = "close";
        }

        var reply = replies.Rent();
        try
        {
            WriteBody(reply.Buffer, status, message, error);
            await reply.SendAsync(context, MediaTypes.Json);
        }
        finally
        {
            replies.Return(reply);
        }
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan? delay)
    {
        if (delay is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void SetReason(HttpContext context, string? reason)
    {
        if (ResponseHeaders.IsReason(reason))
        {
            context.Response.Headers[ResponseHeaders.ReasonName] = reason;
        }
    }

    private static string Path(HttpContext context) => LogText.Clean(context.Request.Path.Value ?? "");
}
