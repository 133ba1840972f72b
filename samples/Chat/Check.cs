using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Chat;

/// <summary>Asks the model over the endpoint of the page, streaming and whole, and compares the answers.</summary>
internal static class Check
{
    private const string Question = "Tell me a story about a cat.";

    public static async Task<bool> RunAsync(HttpClient client)
    {
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        var script = await client.GetStringAsync(new Uri("/page.js", UriKind.Relative));
        var isPageThere = page.Contains("page.js", StringComparison.Ordinal) && script.Length > 0;

        var whole = await AskWholeAsync(client);
        var (streamed, chunks) = await AskStreamingAsync(client);
        var isSame = streamed.Length > 0 && streamed == whole;
        Console.WriteLine($"{(isPageThere ? "ok" : "WRONG")} the page and its script");
        Console.WriteLine($"{(isSame ? "ok" : "WRONG")} {Question}");
        Console.WriteLine($"  in {chunks} chunks: {streamed}");
        Console.WriteLine($"  whole: {whole}");
        return isPageThere && isSame;
    }

    private static async Task<string> AskWholeAsync(HttpClient client)
    {
        using var response = await client.SendAsync(Request(isStream: false));
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private static async Task<(string Text, int Chunks)> AskStreamingAsync(HttpClient client)
    {
        using var response = await client.SendAsync(Request(isStream: true), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var (text, chunks) = ("", 0);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync());
        await foreach (var item in events.EnumerateAsync())
        {
            if (item.Data == "[DONE]")
            {
                return (text, chunks);
            }

            using var chunk = JsonDocument.Parse(item.Data);
            var delta = chunk.RootElement.GetProperty("choices")[0].GetProperty("delta");
            if (delta.TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 } part)
            {
                text += part;
                chunks++;
            }
        }

        throw new IOException("The answer ended without its last event.");
    }

    private static HttpRequestMessage Request(bool isStream) => new(HttpMethod.Post, "/v1/chat/completions")
    {
        Content = JsonContent.Create(new
        {
            model = "chat",
            messages = new[] { new { role = "user", content = Question } },
            temperature = 0,
            stream = isStream,
        }),
    };
}
