using System.Net;
using KServe.Protocol;

namespace KServe.Client;

/// <summary>Makes exceptions from the failures that OpenAI's servers report.</summary>
internal static class LanguageModelErrors
{
    private const int MaxErrorLength = 64 << 10;

    /// <summary>Makes the exception of an answer that is an error.</summary>
    public static async ValueTask<InferenceException> ReadAsync(
        HttpResponseMessage response,
        TensorPool pool,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var body = await BodyReader.ReadPrefixAsync(response.Content, MaxErrorLength, pool, cancellationToken);
        var error = OpenAiJson.ReadError(body.Memory.Span);
        var text = error is { Message.Length: > 0 } ? error.Message : null;
        var cause = new ServerErrorException($"HTTP {(int)response.StatusCode}", text)
        {
            StatusCode = response.StatusCode,
        };
        return new InferenceException(
            HttpStatusErrors.GetCode(response.StatusCode),
            text ?? HttpStatusErrors.Describe(response.StatusCode),
            cause)
        {
            Parameter = error?.Parameter,
            Reason = error?.Reason,
            RetryAfter = HttpStatusErrors.GetRetryAfter(response, time),
        };
    }

    /// <summary>Makes the exception of an event that is an error.</summary>
    public static InferenceException Of(OpenAiError error)
    {
        var text = error.Message.Length > 0 ? error.Message : "the server failed while it answered";
        return new InferenceException(
            HttpStatusErrors.GetCode((HttpStatusCode)(error.Status ?? 500)),
            text,
            new ServerErrorException("an event of the stream", text))
        {
            Parameter = error.Parameter,
            Reason = error.Reason,
        };
    }
}
