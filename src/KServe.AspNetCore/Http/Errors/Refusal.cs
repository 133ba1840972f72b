using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Refusals that HTTP has a status for and the pipeline has not.</summary>
internal static class Refusal
{
    public static BadHttpRequestException MethodNotAllowed(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return new BadHttpRequestException(
            $"The method is not allowed here; allowed: {allow}.", StatusCodes.Status405MethodNotAllowed);
    }

    public static BadHttpRequestException Forbidden(string message) => new(message, StatusCodes.Status403Forbidden);

    public static InferenceException NoSuchRoute() => InferenceException.NotFound("There is no such route.");

    public static InferenceException TooLarge(int limit) =>
        new(InferenceErrorCode.TooLarge, $"The body is larger than the limit of {limit} bytes.");

    public static InferenceException UnsupportedMediaType(string message) =>
        new(InferenceErrorCode.UnsupportedMediaType, message);
}
