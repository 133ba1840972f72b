using System.Net;
using System.Net.Http;
using System.Text;

namespace KServe.Client;

/// <summary>Makes the exceptions of clients from those of the transport.</summary>
internal static class CallErrors
{
    // Codes of RST_STREAM and GOAWAY (RFC 9113, section 7).
    private const long NoError = 0x0;
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xb;

    /// <summary>Tells whether an exception is the transport's; what the caller did leaves as it is.</summary>
    public static bool IsForeign(Exception error, CallScope scope) => error switch
    {
        InferenceException => false,
        OperationCanceledException => !scope.IsCancelled,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>Translates an exception of the transport.</summary>
    public static Exception Translate(Exception error, CallScope scope) => error switch
    {
        // A call that was cancelled may end with any exception.
        _ when scope.IsCancelled => new OperationCanceledException("The call was cancelled.", error, scope.Caller),
        _ when scope.Token.IsCancellationRequested => TimedOut(error),
        OperationCanceledException => TimedOut(error),
        HttpProtocolException protocol => OfReset(protocol),
        HttpRequestException { InnerException: HttpProtocolException protocol } => OfReset(protocol),
        HttpRequestException request => OfRequest(request),
        HttpIOException io => OfKind(io.HttpRequestError, io),
        _ => Broken(error),
    };

    /// <summary>Makes the error for an answer that breaks its protocol.</summary>
    public static InferenceException Malformed(string problem, Exception? cause = null) =>
        new(InferenceErrorCode.Internal, $"the server's answer is not valid: {problem}", cause);

    /// <summary>Makes the error for an answer that ends too early.</summary>
    public static InferenceException BrokenOff() =>
        new(InferenceErrorCode.Unavailable, "the server broke its answer off");

    private static InferenceException TimedOut(Exception cause) =>
        new(InferenceErrorCode.DeadlineExceeded, "the server did not answer in time", cause);

    private static InferenceException Broken(Exception cause) =>
        new(InferenceErrorCode.Unavailable, "the connection to the server broke", cause);

    private static InferenceException OfRequest(HttpRequestException error) =>
        error.HttpRequestError == HttpRequestError.Unknown && error.InnerException is HttpIOException io
            ? OfKind(io.HttpRequestError, error)
            : OfKind(error.HttpRequestError, error);

    private static InferenceException OfKind(HttpRequestError kind, Exception cause) => kind switch
    {
        HttpRequestError.NameResolutionError => new(
            InferenceErrorCode.Unavailable, "the name of the server cannot be resolved", cause),
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => new(
            InferenceErrorCode.Unavailable, "the server cannot be connected to", cause),
        HttpRequestError.SecureConnectionError => new(
            InferenceErrorCode.Unavailable, "a secure connection to the server cannot be made", cause),
        HttpRequestError.HttpProtocolError
            or HttpRequestError.VersionNegotiationError
            or HttpRequestError.InvalidResponse => Malformed("it does not speak the version of HTTP asked for", cause),
        HttpRequestError.ConfigurationLimitExceeded => new(
            InferenceErrorCode.TooLarge, "the headers of the server's answer are too long", cause),
        _ => Broken(cause),
    };

    private static InferenceException OfReset(HttpProtocolException error) => error.ErrorCode switch
    {
        NoError or RefusedStream => new(
            InferenceErrorCode.Unavailable, "the server refused the call before it began", error),
        Cancel => new(InferenceErrorCode.Unavailable, "the server broke the call off", error),
        EnhanceYourCalm => new(InferenceErrorCode.ResourceExhausted, "the server asks for fewer calls", error),
        _ => Malformed("it breaks HTTP/2", error),
    };
}
