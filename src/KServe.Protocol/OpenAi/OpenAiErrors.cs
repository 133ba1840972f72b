using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Makes and writes failures in OpenAI's shape.</summary>
public static class OpenAiErrors
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <c>{"error": {"message", "type", "param", "code"}}</c>.</summary>
    /// <param name="destination">Takes the JSON.</param>
    /// <param name="status">The HTTP status that goes with it.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="parameter">The field that was wrong; <see langword="null"/> for none.</param>
    /// <param name="reason">The reason for programs; one that fits the status when left out.</param>
    public static void Write(
        IBufferWriter<byte> destination,
        int status,
        string message,
        string? parameter = null,
        string? reason = null)
    {
        using var writer = new Utf8JsonWriter(destination, Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteString("type"u8, GetType(status));
        writer.WriteString("param"u8, parameter);
        writer.WriteString("code"u8, reason ?? GetReason(status));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Makes the exception of a field that is wrong.</summary>
    internal static InferenceException Wrong(string parameter, string message) =>
        new(InferenceErrorCode.InvalidArgument, message) { Parameter = parameter };

    private static string GetType(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string? GetReason(int status) => status switch
    {
        404 => "not_found",
        413 => "request_too_large",
        429 => "rate_limit_exceeded",
        503 => "overloaded",
        504 => "timeout",
        _ => null,
    };
}
