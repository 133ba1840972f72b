using System.Diagnostics.CodeAnalysis;

namespace KServe;

/// <summary>Reports a failure whose message may be shown to clients.</summary>
/// <remarks>
/// Any other exception that leaves a predictor reaches clients as <see cref="InferenceErrorCode.Internal"/> with a
/// general text, and the log with all its details. Never put secrets, paths or stack traces into the message.
/// </remarks>
[SuppressMessage("Design", "CA1032", Justification = "A failure without a code has no meaning to a protocol.")]
public sealed class InferenceException : Exception
{
    /// <summary>Creates an exception with a code and a message for clients.</summary>
    /// <param name="code">The kind of failure.</param>
    /// <param name="message">What was wrong and what was expected.</param>
    /// <param name="innerException">The cause, for the log alone.</param>
    public InferenceException(InferenceErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>Gets the kind of failure.</summary>
    public InferenceErrorCode Code { get; }

    /// <summary>Gets when a retry makes sense, sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the field of the request that was wrong, where a protocol has a place for it.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the reason for programs to read, like <c>context_length_exceeded</c>; see
    /// <see cref="RefusalReasons"/>.</summary>
    /// <remarks>Sent as <c>x-kserve-reason</c>, and as the code of OpenAI's errors.</remarks>
    /// <value>A word of letters, digits, hyphens and underscores. Default: <see langword="null"/>.</value>
    public string? Reason { get; init; }

    /// <summary>Creates an exception for a request that is wrong.</summary>
    /// <param name="message">Names the field and what was expected.</param>
    /// <returns>The exception, to be thrown.</returns>
    public static InferenceException InvalidArgument(string message) =>
        new(InferenceErrorCode.InvalidArgument, message);

    /// <summary>Creates an exception for a field that is wrong.</summary>
    /// <param name="parameter">The field, by the name that clients know.</param>
    /// <param name="message">Names the field and what was expected.</param>
    /// <returns>The exception, to be thrown.</returns>
    public static InferenceException InvalidArgument(string parameter, string message) =>
        new(InferenceErrorCode.InvalidArgument, message) { Parameter = parameter };

    /// <summary>Creates an exception for something that does not exist.</summary>
    /// <param name="message">Names what does not exist.</param>
    /// <returns>The exception, to be thrown.</returns>
    public static InferenceException NotFound(string message) => new(InferenceErrorCode.NotFound, message);

    /// <summary>Creates an exception for something that is not ready or overloaded.</summary>
    /// <param name="message">Names what is not available.</param>
    /// <returns>The exception, to be thrown, which asks for a retry after one second.</returns>
    public static InferenceException Unavailable(string message) =>
        new(InferenceErrorCode.Unavailable, message) { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>Creates an exception for a request that the process has too little memory for.</summary>
    /// <param name="cause">How that was noticed, for the log alone.</param>
    /// <returns>The exception, to be thrown, which asks for a retry after one second.</returns>
    public static InferenceException OutOfMemory(Exception cause) =>
        new(InferenceErrorCode.Unavailable, "The server has too little memory for the request at the moment.", cause)
        {
            RetryAfter = TimeSpan.FromSeconds(1),
            Reason = RefusalReasons.Memory,
        };

    /// <summary>Creates an exception for an operation that is not supported.</summary>
    /// <param name="message">Names the operation.</param>
    /// <returns>The exception, to be thrown.</returns>
    public static InferenceException Unimplemented(string message) =>
        new(InferenceErrorCode.Unimplemented, message);
}
