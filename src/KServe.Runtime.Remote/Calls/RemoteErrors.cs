using KServe.Client;

namespace KServe.Runtime.Remote;

/// <summary>Makes what clients may see from the failures of remote calls.</summary>
/// <remarks>
/// What is wrong with a request is told in the remote server's words, which were meant for its client. What is wrong
/// with the server is told in ours: addresses, proxies and stack traces of others are nobody's business.
/// </remarks>
internal static class RemoteErrors
{
    public static InferenceException Translate(InferenceException error, string modelName) => error.Code switch
    {
        InferenceErrorCode.InvalidArgument
            or InferenceErrorCode.Conflict
            or InferenceErrorCode.UnsupportedMediaType
            or InferenceErrorCode.Unimplemented
            or InferenceErrorCode.Cancelled => new(error.Code, error.Message, error),
        InferenceErrorCode.TooLarge when error.InnerException is ServerErrorException =>
            new(error.Code, error.Message, error),
        InferenceErrorCode.NotFound => Unavailable(
            $"Model with name {modelName} is not available: its remote server does not know it.", error),
        InferenceErrorCode.ResourceExhausted => Unavailable(
            $"Model with name {modelName} is overloaded at its remote server.", error),
        InferenceErrorCode.Unavailable when error.InnerException is ServerErrorException => Unavailable(
            $"Model with name {modelName} is not ready at its remote server.", error),
        InferenceErrorCode.Unavailable => Unavailable(
            $"Model with name {modelName} is not available: its remote server cannot be reached.", error),
        InferenceErrorCode.DeadlineExceeded => TimedOut(modelName, error),
        _ => new(
            InferenceErrorCode.Internal, $"Model with name {modelName} failed at its remote server.", error),
    };

    /// <summary>Does the same for models of texts, whose clients know OpenAI's failures.</summary>
    /// <remarks>
    /// A quota of a provider is that of its client, who is told to wait; fields and reasons go on where texts do.
    /// </remarks>
    public static InferenceException TranslateText(InferenceException error, string modelName)
    {
        if (error is { Code: InferenceErrorCode.ResourceExhausted, InnerException: ServerErrorException })
        {
            return new InferenceException(
                error.Code, $"Model with name {modelName}: the quota at its remote server is used up.", error)
            {
                RetryAfter = error.RetryAfter,
                Reason = error.Reason,
            };
        }

        var translated = Translate(error, modelName);
        return translated.Message == error.Message && translated.Code == error.Code
            ? new InferenceException(error.Code, error.Message, error)
            {
                Parameter = error.Parameter,
                Reason = error.Reason,
                RetryAfter = error.RetryAfter,
            }
            : translated;
    }

    public static InferenceException TimedOut(string modelName, Exception? cause) => new(
        InferenceErrorCode.DeadlineExceeded,
        $"Model with name {modelName}: its remote server did not answer in time.",
        cause);

    /// <summary>Makes the error for a model all of whose endpoints are left alone.</summary>
    public static InferenceException AllOpen(TimeSpan retryAfter) =>
        new(InferenceErrorCode.Unavailable, "all endpoints failed too often and are left alone")
        {
            RetryAfter = retryAfter,
        };

    private static InferenceException Unavailable(string message, InferenceException cause) =>
        new(InferenceErrorCode.Unavailable, message, cause)
        {
            RetryAfter = cause.RetryAfter ?? TimeSpan.FromSeconds(1),
        };
}
