using System.Net;
using KServe.Client;
using KServe.Protocol.Grpc;

namespace KServe.Runtime.Remote;

/// <summary>Tells the failures of calls apart.</summary>
internal static class RemoteFailures
{
    private const long RefusedStream = 7;

    /// <summary>Tells whether a call cannot have run, so that another one does no harm.</summary>
    /// <param name="error">How the call ended.</param>
    /// <param name="maxDelay">The longest wait that the server may ask for.</param>
    public static bool IsSafeToRetry(Exception? error, TimeSpan maxDelay) =>
        error is InferenceException failure
        && (failure.RetryAfter ?? TimeSpan.Zero) <= maxDelay
        && (failure.InnerException switch
        {
            ServerErrorException { StatusCode: null } answer => answer.GrpcStatus == GrpcStatusCode.Unavailable,
            ServerErrorException answer =>
                answer.StatusCode == HttpStatusCode.ServiceUnavailable && failure.RetryAfter is not null,
            HttpProtocolException reset => reset.ErrorCode == RefusedStream,
            HttpRequestException { InnerException: HttpProtocolException reset } => reset.ErrorCode == RefusedStream,
            HttpRequestException request => request.HttpRequestError is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
            _ => false,
        });

    /// <summary>Tells whether the connection of a call was lost before there was any answer.</summary>
    public static bool IsLostConnection(Exception? error) =>
        error is InferenceException
        {
            Code: InferenceErrorCode.Unavailable,
            InnerException: HttpRequestException { StatusCode: null } or HttpProtocolException or HttpIOException,
        };

    /// <summary>Tells whether a call failed by the fault of the server, as opposed to the request's.</summary>
    public static bool IsFault(Exception? error) =>
        error is InferenceException
        {
            Code: InferenceErrorCode.Internal or InferenceErrorCode.Unavailable or InferenceErrorCode.DeadlineExceeded,
        }
        && error.InnerException is not ServerErrorException { StatusCode: null, GrpcStatus: null };
}
