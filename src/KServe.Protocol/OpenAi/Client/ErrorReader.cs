using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads failures as OpenAI, vLLM, TGI and llama.cpp write them.</summary>
internal static class ErrorReader
{
    private const int MaxWord = 64;

    /// <summary>Reads a body, whole or its beginning; null when it is none of these.</summary>
    public static OpenAiError? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref json);
            return Find(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What was cut off at the end may still tell its text.
            return ErrorJson.Read(body) is { } text ? new OpenAiError(text) : null;
        }
    }

    /// <summary>Finds a failure in an object that has <c>error</c>, or is one itself.</summary>
    public static OpenAiError? Find(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!root.TryGetProperty("error"u8, out var error) || error.ValueKind == JsonValueKind.Null)
        {
            return IsError(root) ? Of(root) : null;
        }

        return error.ValueKind switch
        {
            JsonValueKind.Object => Of(error),

            // As TGI does.
            JsonValueKind.String => Create(error.GetString()!, ChunkJson.Text(root, "error_type"u8), root),
            _ => null,
        };
    }

    // As older vLLM does, and frameworks before a request reaches the server's own code.
    private static bool IsError(JsonElement root) =>
        ChunkJson.Text(root, "object"u8) == "error" || ChunkJson.Text(root, "detail"u8) is not null;

    private static OpenAiError Of(JsonElement error) => Create(
        ChunkJson.Text(error, "message"u8) ?? ChunkJson.Text(error, "detail"u8) ?? "",
        ChunkJson.Text(error, "type"u8),
        error);

    private static OpenAiError Create(string message, string? type, JsonElement fields)
    {
        var code = ChunkJson.Text(fields, "code"u8);
        return new OpenAiError(ErrorJson.Clean(message))
        {
            Type = Word(type),
            Parameter = ChunkJson.Text(fields, "param"u8) is { Length: > 0 } parameter
                ? ErrorJson.Clean(parameter)
                : null,
            Reason = Word(code),
            Status = ChunkJson.Integer(fields, "code"u8) is { } status and >= 400 and < 600 ? status
                : GetStatus(type, code),
        };
    }

    private static int? GetStatus(string? type, string? code) => (type, code) switch
    {
        (_, "overloaded") or ("overloaded" or "overloaded_error", _) => 503,
        (_, "timeout") => 504,
        (_, "rate_limit_exceeded") or ("rate_limit_error" or "rate_limit_exceeded" or "insufficient_quota", _) => 429,
        ("invalid_request_error" or "BadRequestError" or "validation", _) => 400,
        ("not_found_error" or "NotFoundError", _) => 404,
        ("authentication_error" or "permission_error", _) => 401,
        ("server_error" or "InternalServerError" or "generation", _) => 500,
        _ => null,
    };

    private static string? Word(string? text) =>
        text is { Length: > 0 and <= MaxWord }
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? text
            : null;
}
