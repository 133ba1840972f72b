using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KServe.AspNetCore.Grpc;

/// <summary>Looks at the headers of a call before anything else.</summary>
internal static class GrpcHandshake
{
    /// <summary>Answers calls that are not gRPC by HTTP, and prepares the response of those that are.</summary>
    public static bool TryBegin(HttpContext context)
    {
        var request = context.Request;
        if (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol))
        {
            return Refuse(context, StatusCodes.Status426UpgradeRequired, "gRPC needs HTTP/2.");
        }

        if (!IsGrpc(request.ContentType))
        {
            return Refuse(context, StatusCodes.Status415UnsupportedMediaType, "application/grpc was expected.");
        }

        // Frames are measured one by one while they are read, and streams have no length.
        if (context.Features[typeof(IHttpMaxRequestBodySizeFeature)] is IHttpMaxRequestBodySizeFeature
            {
                IsReadOnly: false,
            } size)
        {
            size.MaxRequestBodySize = null;
        }

        context.Response.ContentType = GrpcHeaders.ContentType;
        return true;
    }

    /// <summary>Gets the client's deadline, or the server's when that is earlier.</summary>
    /// <exception cref="InferenceException">The header is malformed, or the deadline has passed already.</exception>
    public static TimeSpan GetTimeout(HttpContext context, TimeSpan max)
    {
        var header = context.Request.Headers.GrpcTimeout;
        if (header.Count == 0)
        {
            return max;
        }

        if (header.Count != 1 || !GrpcTimeout.TryParse(header[0], out var timeout))
        {
            throw InferenceException.InvalidArgument(
                "grpc-timeout: 1 to 8 digits and one of the units H, M, S, m, u, n were expected");
        }

        // Timers count milliseconds: less than one is no time at all.
        return timeout >= TimeSpan.FromMilliseconds(1)
            ? (timeout < max ? timeout : max)
            : throw new InferenceException(InferenceErrorCode.DeadlineExceeded, "The deadline has passed.");
    }

    private static bool IsGrpc(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = contentType.AsSpan(GrpcHeaders.ContentType.Length);
        return rest.IsEmpty
            || rest[0] == ';'
            || (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase) && (rest.Length == 6 || rest[6] == ';'));
    }

    private static bool Refuse(HttpContext context, int status, string message)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers[GrpcHeaders.Status] = ((int)GrpcStatusCode.Internal).ToString("D", provider: null);
        response.Headers[GrpcHeaders.Message] = message;
        return false;
    }
}
