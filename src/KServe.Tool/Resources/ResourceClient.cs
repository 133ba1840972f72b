using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KServe.ControlPlane;

namespace KServe.Tool.Resources;

/// <summary>Calls the paths under which a server keeps its resources.</summary>
internal sealed class ResourceClient : IDisposable
{
    private const string Group = $"apis/{ResourceKind.Group}";

    private readonly HttpClient _http;
    private readonly ServerSettings _server;

    public ResourceClient(ServerSettings server)
    {
        _server = server;
        _http = new HttpClient
        {
            BaseAddress = new Uri(server.Address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (server.Key is { } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Uri Address => _server.Address;

    public string Namespace => _server.Namespace;

    /// <summary>Says where the resources of a kind lie, or one of them.</summary>
    public string PathOf(ResourceKind kind, string? name = null, string? ns = null)
    {
        var space = kind.IsNamespaced ? $"/namespaces/{Uri.EscapeDataString(ns ?? _server.Namespace)}" : "";
        return $"{kind.Versions[0]}{space}/{kind.Plural}{(name is null ? "" : "/" + Uri.EscapeDataString(name))}";
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        Parse(await GetTextAsync(path, "application/json", cancellationToken));

    public async Task<string> GetTextAsync(string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Hands all resources of a text over; the server takes all of them or none.</summary>
    public async Task<JsonElement> ApplyAsync(
        string text,
        string source,
        bool isDryRun,
        CancellationToken cancellationToken)
    {
        var query = $"?source={Uri.EscapeDataString(source)}&namespace={Uri.EscapeDataString(_server.Namespace)}"
            + (isDryRun ? "&dryRun=All" : "");
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(query));
        request.Content = new StringContent(text, Encoding.UTF8, "application/yaml");
        return Parse(await SendAsync(request, cancellationToken));
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Relative(path));
        await SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static Uri Relative(string path) =>
        new(path.Length == 0 || path[0] == '?' ? Group + path : $"{Group}/{path}", UriKind.Relative);

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw new ResourceCallException(Describe(response, text));
    }

    private IReadOnlyList<string> Describe(HttpResponseMessage response, string text)
    {
        JsonElement body;
        try
        {
            body = Parse(text);
        }
        catch (JsonException)
        {
            return [response.StatusCode == HttpStatusCode.NotFound ? NoResources : Answered(response)];
        }

        if (body.TryGetProperty("details", out var details) && details.TryGetProperty("causes", out var causes))
        {
            return [.. causes.EnumerateArray().Select(static cause => ReadError(cause).ToString())];
        }

        var message = body.TryGetProperty("error", out var error) ? error.GetString() : null;
        return response.StatusCode == HttpStatusCode.NotFound && message is "There is no such route."
            ? [NoResources]
            : [message ?? Answered(response)];
    }

    private string NoResources =>
        $"{Address}: the server keeps no resources; start it with --control-api or set KServe:Http:ControlPlane";

    private string Answered(HttpResponseMessage response) =>
        $"{Address}: the server answered {(int)response.StatusCode}";

    private static ResourceError ReadError(JsonElement cause) => new(
        cause.GetProperty("file").GetString()!,
        cause.GetProperty("line").GetInt32(),
        cause.GetProperty("column").GetInt32(),
        cause.GetProperty("field").GetString()!,
        cause.GetProperty("message").GetString()!);
}
