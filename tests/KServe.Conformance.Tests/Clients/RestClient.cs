using System.Net.Http.Headers;

namespace KServe.Conformance.Tests.Clients;

/// <summary>Sends requests over HTTP/1.1 with headers that are not checked on the way.</summary>
internal sealed class RestClient(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public Task<RestReply> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, body: null, contentType: null, [], cancellationToken);

    public Task<RestReply> PostAsync(string path, byte[] body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, "application/json", [], cancellationToken);

    public async Task<RestReply> SendAsync(
        HttpMethod method,
        string path,
        byte[]? body,
        string? contentType,
        IEnumerable<KeyValuePair<string, string>> headers,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            }
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _client.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new RestReply((int)response.StatusCode, Flatten(response), bytes);
    }

    public void Dispose() => _client.Dispose();

    private static Dictionary<string, string> Flatten(HttpResponseMessage response) => response.Headers
        .Concat(response.Content.Headers)
        .ToDictionary(
            static header => header.Key,
            static header => string.Join(',', header.Value),
            StringComparer.OrdinalIgnoreCase);
}
