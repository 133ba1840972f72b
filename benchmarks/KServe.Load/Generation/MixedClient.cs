using System.Collections.Concurrent;
using System.Text;

namespace KServe.Load.Generation;

/// <summary>Sends requests of the mix and checks their answers.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class MixedClient(HttpClient http)
{
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isStream">Whether to ask for a stream, where there may be one.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    /// <returns>What is wrong with the answer, null when nothing is; and whether the cache held some of the
    /// prompt.</returns>
    public async Task<(string? Error, bool HitsCache)> SendAsync(
        MixedRequest request,
        bool isStream,
        CancellationToken cancellationToken)
    {
        isStream &= request.CanStream;
        var stream = isStream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Path)
        {
            Content = new StringContent($"{{{request.Fields}{stream}}}", Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(
            message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode != request.Status)
        {
            return ($"{request.Kind}: status {(int)response.StatusCode}: {body}", false);
        }

        if (request.Status != 200)
        {
            return (body.Contains("\"error\"", StringComparison.Ordinal) ? null : $"{request.Kind}: {body}", false);
        }

        var answer = MixedAnswer.Read(body, isStream);
        return (Find(request, answer, body), answer.HitsCache);
    }

    private string? Find(MixedRequest request, MixedAnswer answer, string body)
    {
        if (!answer.IsWhole)
        {
            return $"{request.Kind}: not a whole answer: {body}";
        }

        var known = request.IsRepeatable ? _answers.GetOrAdd(request.Fields, answer.Text) : answer.Text;
        return known == answer.Text ? null : $"{request.Kind}: '{answer.Text}' where '{known}' was said before";
    }
}
