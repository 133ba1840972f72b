using System.Net;
using KServe.Protocol;

namespace KServe.Client;

/// <summary>Makes exceptions from answers of HTTP that are errors.</summary>
internal static class HttpStatusErrors
{
    private const int MaxErrorLength = 64 << 10;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    public static async ValueTask<InferenceException> ReadAsync(
        HttpResponseMessage response,
        TensorPool pool,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var body = await BodyReader.ReadPrefixAsync(response.Content, MaxErrorLength, pool, cancellationToken);
        var text = ErrorJson.Read(body.Memory.Span);
        var cause = new ServerErrorException($"HTTP {(int)response.StatusCode}", text)
        {
            StatusCode = response.StatusCode,
        };
        return new InferenceException(GetCode(response.StatusCode), text ?? Describe(response.StatusCode), cause)
        {
            RetryAfter = GetRetryAfter(response, time),
        };
    }

    /// <summary>Gets the failure that a status stands for.</summary>
    public static InferenceErrorCode GetCode(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => InferenceErrorCode.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired =>
            InferenceErrorCode.Internal,
        HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => InferenceErrorCode.Unimplemented,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => InferenceErrorCode.DeadlineExceeded,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => InferenceErrorCode.Conflict,
        HttpStatusCode.RequestEntityTooLarge => InferenceErrorCode.TooLarge,
        HttpStatusCode.UnsupportedMediaType => InferenceErrorCode.UnsupportedMediaType,
        HttpStatusCode.TooManyRequests => InferenceErrorCode.ResourceExhausted,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable => InferenceErrorCode.Unavailable,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => InferenceErrorCode.InvalidArgument,
        _ => InferenceErrorCode.Internal,
    };

    /// <summary>Gets the text for a status without one.</summary>
    public static string Describe(HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            $"the server redirects (HTTP {(int)status}), which is not followed",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"the server refuses the credentials (HTTP {(int)status})",
        _ => $"the server answered HTTP {(int)status}",
    };

    /// <summary>Gets when the server wants to be asked again.</summary>
    public static TimeSpan? GetRetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return delay switch
        {
            null => null,
            { } value when value < TimeSpan.Zero => TimeSpan.Zero,
            { } value when value > LongestRetryAfter => LongestRetryAfter,
            _ => delay,
        };
    }
}
