namespace KServe.Runtime.Generative.Engine;

/// <summary>The failures of requests, with the codes that OpenAI's clients know where there is one.</summary>
internal static class GenerationErrors
{
    /// <summary>The code of prompts that are too long.</summary>
    public const string ContextLengthCode = "context_length_exceeded";

    public static InferenceException ContextLengthExceeded(
        string parameter,
        long promptLength,
        int maxLength,
        bool isLeast = false) => new(
        InferenceErrorCode.InvalidArgument,
        $"The maximum context length is {maxLength} tokens, the answer included; the prompt has "
            + $"{(isLeast ? "at least " : "")}{promptLength}. Please shorten the prompt.")
    {
        Parameter = parameter,
        Reason = ContextLengthCode,
    };

    public static InferenceException TooMany(int limit) => new(
        InferenceErrorCode.ResourceExhausted,
        $"{limit} requests wait for the model already; try again later.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static InferenceException TimedOut() =>
        new(InferenceErrorCode.DeadlineExceeded, "The time of the request is over.");

    public static InferenceException Failed(Exception cause) =>
        new(InferenceErrorCode.Internal, "The request failed while its answer was generated.", cause);

    public static InferenceException ModelFailed(Exception cause) =>
        new(InferenceErrorCode.Internal, "The model failed while it generated; the request may be sent again.", cause);

    public static InferenceException Stopped() =>
        InferenceException.Unavailable("The model is being stopped; the request may be sent to another server.");

    public static InferenceException NotReady() =>
        InferenceException.Unavailable("The model is not ready for requests.");
}
