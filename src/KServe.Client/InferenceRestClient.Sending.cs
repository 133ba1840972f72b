using System.Text.Json;

namespace KServe.Client;

/// <content>How calls are sent and answers received.</content>
public sealed partial class InferenceRestClient
{
    private async Task<T> GetAsync<T>(string path, Func<RestAnswer, T> read, CancellationToken cancellationToken)
    {
        using var message = NewMessage(HttpMethod.Get, path, call: null);
        return await SendAsync(message, call: null, read, cancellationToken);
    }

    private async ValueTask<T> PostAsync<T>(
        string path,
        TrackedContent content,
        InferenceCallOptions? call,
        Func<RestAnswer, T> read,
        CancellationToken cancellationToken)
    {
        HttpRequestMessage? message = null;
        try
        {
            message = NewMessage(HttpMethod.Post, path, call);
            message.Content = content;
            return await SendAsync(message, call, read, cancellationToken);
        }
        finally
        {
            await content.CloseAsync();
            content.Dispose();
            message?.Dispose();
        }
    }

    private HttpRequestMessage NewMessage(HttpMethod method, string path, InferenceCallOptions? call)
    {
        var message = new HttpRequestMessage(method, new Uri(BaseAddress, path))
        {
            Version = Http.DefaultRequestVersion,
            VersionPolicy = Http.DefaultVersionPolicy,
        };
        CallHeaders.Apply(message.Headers, Options.Headers, call?.Headers);
        return message;
    }

    private async ValueTask<T> SendAsync<T>(
        HttpRequestMessage message,
        InferenceCallOptions? call,
        Func<RestAnswer, T> read,
        CancellationToken cancellationToken)
    {
        using var scope = new CallScope(call?.Timeout ?? Options.Timeout, Options.TimeProvider, cancellationToken);
        try
        {
            using var response = await Http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, scope.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await HttpStatusErrors.ReadAsync(response, Pool, Options.TimeProvider, scope.Token);
            }

            var body = await BodyReader.ReadAsync(response.Content, Options.MaxResponseLength, Pool, scope.Token);
            return Read(new RestAnswer(body, response), read);
        }
        catch (Exception error) when (CallErrors.IsForeign(error, scope))
        {
            throw CallErrors.Translate(error, scope);
        }
    }

    private T Read<T>(RestAnswer answer, Func<RestAnswer, T> read)
    {
        try
        {
            var value = read(answer);
            if (Options.KeepsResponseHeaders && value is InferResponse response)
            {
                foreach (var (name, values) in answer.Response.Headers.NonValidated)
                {
                    response.Headers[name] = values.ToString();
                }
            }

            return value;
        }
        catch (Exception error) when (error is InferenceException or JsonException)
        {
            throw CallErrors.Malformed(error is InferenceException ? error.Message : "it is no JSON", error);
        }
        finally
        {
            if (!answer.IsKept)
            {
                answer.Body.Dispose();
            }
        }
    }
}
