using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Quickstart;

/// <summary>Asks a language model over OpenAI's API and reads the answer while it comes.</summary>
internal static class ChatCall
{
    public static async Task<Answer> AskAsync(
        HttpClient client,
        Uri server,
        string question,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/v1/chat/completions"))
        {
            Content = JsonContent.Create(new
            {
                model = "chat",
                messages = new[] { new { role = "user", content = question } },
                temperature = 0,
                stream = true,
            }),
        };
        using var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var error = await response.Content.ReadAsStringAsync(cancellationToken);
            return new Answer("OpenAI", "chat", question, error, IsGood: false);
        }

        var (text, pieces, isWhole) = ("", 0, false);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            isWhole = item.Data == "[DONE]";
            if (!isWhole && ReadPiece(item.Data) is { Length: > 0 } piece)
            {
                text += piece;
                pieces++;
            }
        }

        return new Answer("OpenAI", "chat", question, $"{text} (in {pieces} pieces)", isWhole && pieces > 0);
    }

    private static string? ReadPiece(string data)
    {
        using var chunk = JsonDocument.Parse(data);
        var delta = chunk.RootElement.GetProperty("choices")[0].GetProperty("delta");
        return delta.TryGetProperty("content", out var content) ? content.GetString() : null;
    }
}
