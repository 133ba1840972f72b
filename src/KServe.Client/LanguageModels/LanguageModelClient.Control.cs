using System.Net;
using KServe.Protocol;

namespace KServe.Client;

/// <content>Health and the list of models.</content>
public sealed partial class LanguageModelClient
{
    /// <summary>Lists the models of the server.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The models.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public async Task<IReadOnlyList<OpenAiModelEntry>> GetModelsAsync(CancellationToken cancellationToken = default)
    {
        using var message = NewMessage(HttpMethod.Get, "models", call: null);
        return await SendAsync(message, call: null, OpenAiJson.ReadModels, cancellationToken);
    }

    /// <summary>Asks whether the server is ready: by its list of models, and by <c>/health</c> where it has
    /// none.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="false"/> when the server says no.</returns>
    /// <exception cref="InferenceException">The server did not answer.</exception>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        var status = await AskAsync("models", cancellationToken);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            status = await AskAsync("/health", cancellationToken);
        }

        // A quota that is used up says that somebody is there to count.
        return (int)status is >= 200 and < 300 || status == HttpStatusCode.TooManyRequests;
    }

    private async Task<HttpStatusCode> AskAsync(string path, CancellationToken cancellationToken)
    {
        using var message = NewMessage(HttpMethod.Get, path, call: null);
        using var scope = new CallScope(_options.Timeout, _options.TimeProvider, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, scope.Token);
            return response.StatusCode;
        }
        catch (Exception error) when (CallErrors.IsForeign(error, scope))
        {
            throw CallErrors.Translate(error, scope);
        }
    }
}
