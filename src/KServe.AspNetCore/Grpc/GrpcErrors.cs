using System.Globalization;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Grpc;

/// <summary>Turns failures into a status: in the headers, or in the trailers once a response has begun.</summary>
internal sealed class GrpcErrors(GrpcMetrics metrics, ILogger<GrpcErrors> logger)
{
    // Clients bound the size of all trailers, mostly at 8 KiB, and encoding triples some characters.
    private const int MaxMessageLength = 1024;
    private const string Ok = "0";

    public void Respond(HttpContext context, Exception error)
    {
        var path = LogText.Clean(context.Request.Path.Value ?? "");
        if (context.RequestAborted.IsCancellationRequested || error is ConnectionResetException)
        {
            metrics.CountError(GrpcStatusCode.Cancelled);
            GrpcLog.ClientLeft(logger, path);
            return;
        }

        var (status, message) = Describe(error, path);
        metrics.CountError(status);
        GrpcLog.Refused(logger, (int)status, path, LogText.Clean(message));
        Write(context.Response, status, message, error as InferenceException);
    }

    /// <summary>Writes the status of a call that went well.</summary>
    public static void WriteOk(HttpContext context)
    {
        if (context.Features[typeof(IHttpResponseTrailersFeature)] is IHttpResponseTrailersFeature feature)
        {
            feature.Trailers.GrpcStatus = Ok;
        }
        else
        {
            context.Response.AppendTrailer(GrpcHeaders.Status, Ok);
        }
    }

    private (GrpcStatusCode Status, string Message) Describe(Exception error, string path)
    {
        switch (error)
        {
            case InferenceException inference:
                return (GrpcStatus.FromError(inference.Code), inference.Message);
            case OutOfMemoryException:
                GrpcLog.OutOfMemory(logger, path);
                return (GrpcStatusCode.Unavailable, InferenceException.OutOfMemory(error).Message);
            case BadHttpRequestException request:
                return (OfHttp(request.StatusCode), request.Message);
            case OperationCanceledException:
                // The client is still there, so it was a deadline: the client's or the server's.
                return (GrpcStatusCode.DeadlineExceeded, "The deadline has passed.");
            case IOException:
                return (GrpcStatusCode.Internal, "The request body is malformed.");
            default:
                GrpcLog.Unexpected(logger, error, path);
                return (GrpcStatusCode.Internal, "Internal server error");
        }
    }

    private static void Write(HttpResponse response, GrpcStatusCode status, string message, InferenceException? error)
    {
        var headers = response.HasStarted ? null : response.Headers;
        Append(GrpcHeaders.Status, ((int)status).ToString(CultureInfo.InvariantCulture));
        if (message.Length != 0)
        {
            Append(GrpcHeaders.Message, GrpcMessageText.Encode(Cut(message)));
        }

        if (ResponseHeaders.IsReason(error?.Reason))
        {
            Append(ResponseHeaders.ReasonName, error.Reason);
        }

        if (error?.RetryAfter is { } delay)
        {
            Append(
                GrpcHeaders.RetryPushback,
                ((long)Math.Max(0, delay.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture));
        }

        void Append(string name, string value)
        {
            if (headers is not null)
            {
                headers[name] = value;
            }
            else
            {
                response.AppendTrailer(name, value);
            }
        }
    }

    private static GrpcStatusCode OfHttp(int status) => status switch
    {
        StatusCodes.Status403Forbidden => GrpcStatusCode.PermissionDenied,
        StatusCodes.Status408RequestTimeout => GrpcStatusCode.DeadlineExceeded,
        StatusCodes.Status413PayloadTooLarge => GrpcStatusCode.ResourceExhausted,
        _ => GrpcStatusCode.Internal,
    };

    private static string Cut(string message)
    {
        if (message.Length <= MaxMessageLength)
        {
            return message;
        }

        var length = char.IsHighSurrogate(message[MaxMessageLength - 1]) ? MaxMessageLength - 1 : MaxMessageLength;
        return message[..length];
    }
}
