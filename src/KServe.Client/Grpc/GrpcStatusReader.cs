using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using KServe.Protocol;
using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>Reads the status of calls from headers or trailers.</summary>
internal static class GrpcStatusReader
{
    private const string Status = "grpc-status";
    private const string Message = "grpc-message";
    private const string RetryPushback = "grpc-retry-pushback-ms";
    private const int LongestPushback = 86_400_000;

    /// <summary>Throws what the headers tell before any message: another protocol, or an error at once.</summary>
    public static void RequireMessages(HttpResponseMessage response)
    {
        if (response.Headers.NonValidated.Contains(Status))
        {
            Require(response.Headers);
            throw CallErrors.Malformed("it has a status and no message");
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw OfHttp(response.StatusCode);
        }

        // Parsed types would cost more than this look at the text.
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type)
            || !type.ToString().StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            throw CallErrors.Malformed("its content type is not application/grpc");
        }
    }

    /// <summary>Throws unless the trailers say that the call went well.</summary>
    public static void RequireSuccess(HttpResponseMessage response) => Require(response.TrailingHeaders);

    private static void Require(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(Status, out var values))
        {
            throw CallErrors.Malformed("it ends without a status");
        }

        if (!int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw CallErrors.Malformed("its status is no number");
        }

        var status = number <= (int)GrpcStatusCode.Unauthenticated ? (GrpcStatusCode)number : GrpcStatusCode.Unknown;
        if (status != GrpcStatusCode.Ok)
        {
            throw OfStatus(status, GetMessage(headers), GetRetryAfter(headers));
        }
    }

    private static InferenceException OfStatus(GrpcStatusCode status, string? text, TimeSpan? retryAfter)
    {
        var cause = new ServerErrorException($"gRPC status {(int)status}", text) { GrpcStatus = status };
        return new InferenceException(GrpcStatus.ToError(status), text ?? $"the server answered {status}", cause)
        {
            RetryAfter = retryAfter,
        };
    }

    // The table of gRPC's "HTTP to gRPC Status Code Mapping", for proxies that know nothing of gRPC.
    private static InferenceException OfHttp(HttpStatusCode http)
    {
        var status = http switch
        {
            HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
            HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
            HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
            _ => GrpcStatusCode.Unknown,
        };
        var cause = new ServerErrorException($"HTTP {(int)http}", serverMessage: null)
        {
            StatusCode = http,
            GrpcStatus = status,
        };
        return new InferenceException(
            GrpcStatus.ToError(status), $"the server answered HTTP {(int)http} and not gRPC", cause);
    }

    private static string? GetMessage(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues(Message, out var values) && values.ToString() is { Length: > 0 } text
            ? ErrorJson.Clean(GrpcMessageText.Decode(text))
            : null;

    private static TimeSpan? GetRetryAfter(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues(RetryPushback, out var values)
        && int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var delay)
            ? TimeSpan.FromMilliseconds(Math.Min(delay, LongestPushback))
            : null;
}
