using System.Text;
using System.Text.Json;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>Reads a streamed answer event by event, and checks the form of each.</summary>
internal sealed class ChatStream : IDisposable
{
    /// <summary>A long answer that is the same each time.</summary>
    public const string Neighbour =
        """
        {"model":"chat","messages":[{"role":"user","content":"What is the capital of France?"}],
         "temperature":0,"max_tokens":160,"ignore_eos":true,"stream":true}
        """;

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private ChatStream(HttpClient client, HttpResponseMessage response, Stream body)
    {
        _client = client;
        _response = response;
        _reader = new StreamReader(body, Encoding.UTF8);
    }

    /// <summary>Gets the text of each choice so far.</summary>
    public Dictionary<int, string> Texts { get; } = [];

    /// <summary>Gets why each choice ended.</summary>
    public Dictionary<int, string> Reasons { get; } = [];

    /// <summary>Gets how many events had a usage.</summary>
    public int Usages { get; private set; }

    /// <summary>Gets the tokens that the last usage counts for the answer.</summary>
    public int CompletionTokens { get; private set; }

    /// <summary>Gets the errors among the events.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Gets how many events said that it is done.</summary>
    public int Ends { get; private set; }

    public static async Task<ChatStream> OpenAsync(
        Uri server,
        string body,
        CancellationToken cancellationToken,
        string path = "/v1/chat/completions")
    {
        // A connection of its own, and nothing read to its end in the background: giving up closes it.
        var client = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromMinutes(2),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new ChatStream(client, response, await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    /// <summary>Reads the neighbour's answer to its end.</summary>
    public static async Task<string> ReadNeighbourAsync(Uri server, CancellationToken cancellationToken)
    {
        using var stream = await OpenAsync(server, Neighbour, cancellationToken);
        await stream.ReadToEndAsync(cancellationToken);
        Assert.Empty(stream.Errors);
        Assert.Equal(1, stream.Ends);
        Assert.Equal("length", stream.Reasons[0]);
        return stream.Texts[0];
    }

    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await ReadEventAsync(cancellationToken))
        {
        }
    }

    /// <summary>Reads the next event; false at the end.</summary>
    public async Task<bool> ReadEventAsync(CancellationToken cancellationToken)
    {
        if (await _reader.ReadLineAsync(cancellationToken) is not { } line)
        {
            return false;
        }

        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        Assert.Equal("", await _reader.ReadLineAsync(cancellationToken));
        Assert.Equal(0, Ends);
        if (line == "data: [DONE]")
        {
            Ends++;
            return true;
        }

        using var json = JsonDocument.Parse(line.AsMemory(6));
        Add(json.RootElement);
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
        _client.Dispose();
    }

    private void Add(JsonElement chunk)
    {
        if (chunk.TryGetProperty("error", out var error))
        {
            Errors.Add(error.GetRawText());
            return;
        }

        if (chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            Usages++;
            CompletionTokens = usage.GetProperty("completion_tokens").GetInt32();
        }

        foreach (var choice in chunk.GetProperty("choices").EnumerateArray())
        {
            var index = choice.GetProperty("index").GetInt32();
            var text = choice.TryGetProperty("delta", out var delta)
                ? delta.TryGetProperty("content", out var content) ? content.GetString() : ""
                : choice.GetProperty("text").GetString();
            Texts[index] = Texts.GetValueOrDefault(index, "") + text;
            if (choice.GetProperty("finish_reason") is { ValueKind: JsonValueKind.String } reason)
            {
                Assert.True(Reasons.TryAdd(index, reason.GetString()!));
            }
        }
    }
}
