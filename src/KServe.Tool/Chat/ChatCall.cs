using System.Buffers;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KServe.Tool.Chat;

/// <summary>Asks a server over OpenAI's API and reads the answer while it comes.</summary>
internal sealed class ChatCall : IDisposable
{
    private const string Done = "[DONE]";
    private const int MaxErrorSize = 1 << 20;

    private readonly ChatSettings _settings;
    private readonly HttpClient _http;

    public ChatCall(ChatSettings settings)
    {
        _settings = settings;
        _http = new HttpClient
        {
            BaseAddress = new Uri(settings.Address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxErrorSize,
        };
        if (settings.Key is { } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Gets the pieces of the answer to a conversation.</summary>
    /// <exception cref="ChatCallException">The server refused, failed, or cannot be reached.</exception>
    public async IAsyncEnumerable<ChatPart> AskAsync(
        IEnumerable<ChatTurn> turns,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(turns, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (events)
        {
            var isDone = false;
            while (!isDone && await MoveAsync(events))
            {
                isDone = events.Current.Data == Done;
                if (!isDone)
                {
                    yield return Read(events.Current.Data);
                }
            }

            if (!isDone)
            {
                throw BrokenOff();
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw BrokenOff(error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        IEnumerable<ChatTurn> turns,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri("v1/chat/completions", UriKind.Relative));
        request.Content = new ReadOnlyMemoryContent(Write(turns));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        try
        {
            var response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw new ChatCallException(await DescribeAsync(response, cancellationToken));
            }
        }
        catch (HttpRequestException error)
        {
            throw new ChatCallException(
                $"{_settings.Address}: {error.Message}. Is a server running there?", error);
        }
    }

    private ReadOnlyMemory<byte> Write(IEnumerable<ChatTurn> turns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model"u8, _settings.Model);
        json.WriteBoolean("stream"u8, value: true);
        if (_settings.Temperature is { } temperature)
        {
            json.WriteNumber("temperature"u8, temperature);
        }

        if (_settings.MaxTokens is { } maxTokens)
        {
            json.WriteNumber("max_tokens"u8, maxTokens);
        }

        json.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role);
            json.WriteString("content"u8, turn.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private ChatPart Read(string data)
    {
        using var chunk = Parse(data) ?? throw NotUnderstood();
        if (ErrorOf(chunk.RootElement) is { } error)
        {
            throw new ChatCallException(error);
        }

        if (!TryGet(chunk.RootElement, "choices", JsonValueKind.Array, out var choices))
        {
            throw NotUnderstood();
        }

        if (choices.GetArrayLength() == 0 || !TryGet(choices[0], "delta", JsonValueKind.Object, out var delta))
        {
            return new ChatPart("", FinishReason: null);
        }

        return new ChatPart(
            TryGet(delta, "content", JsonValueKind.String, out var content) ? content.GetString()! : "",
            TryGet(choices[0], "finish_reason", JsonValueKind.String, out var reason) ? reason.GetString() : null);
    }

    private ChatCallException BrokenOff(Exception? error = null) =>
        new($"{_settings.Address}: the answer broke off", error);

    private ChatCallException NotUnderstood() =>
        new($"{_settings.Address}: the answer is not one of OpenAI's API");

    private async Task<string> DescribeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return (body is null ? null : ErrorOf(body.RootElement))
            ?? $"{_settings.Address}: the server answered {(int)response.StatusCode}";
    }

    // OpenAI's shape, and the plain text that gateways put in its place.
    private static string? ErrorOf(JsonElement body) =>
        TryGet(body, "error", JsonValueKind.String, out var text) ? text.GetString()
        : TryGet(body, "error", JsonValueKind.Object, out var error)
            && TryGet(error, "message", JsonValueKind.String, out var message) ? message.GetString()
        : null;

    private static bool TryGet(JsonElement parent, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(name, out value)
            && value.ValueKind == kind;
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
