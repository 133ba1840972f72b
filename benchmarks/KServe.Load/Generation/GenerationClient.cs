using System.Text;

namespace KServe.Load.Generation;

/// <summary>Asks a language model over its OpenAI endpoints.</summary>
internal sealed class GenerationClient(HttpClient http, int tokens)
{
    /// <summary>How many different prompts there are.</summary>
    public const int Prompts = 50;

    /// <summary>Asks once, and checks that the answer is whole.</summary>
    /// <returns>What is wrong with the answer; null when nothing is.</returns>
    public async Task<string?> AskAsync(int number, bool isStream, CancellationToken cancellationToken)
    {
        var prefix = number % 2 == 0 ? "/v1" : "/openai/v1";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{prefix}/chat/completions")
        {
            Content = new StringContent(Write(number % Prompts, isStream), Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode != 200)
        {
            return $"status {(int)response.StatusCode}: {text}";
        }

        var isWhole = text.Contains("\"finish_reason\":\"length\"", StringComparison.Ordinal)
            && text.Contains($"\"completion_tokens\":{tokens}", StringComparison.Ordinal)
            && text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) == isStream;
        return isWhole ? null : $"not a whole answer: {text}";
    }

    private string Write(int prompt, bool isStream)
    {
        var stream = isStream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return $$"""
            {"model":"{{GenerationServer.Model}}",
             "messages":[{"role":"user","content":"What is {{prompt}} + {{prompt}}?"}],
             "temperature":{{prompt % 2}},"max_tokens":{{tokens}},"ignore_eos":true{{stream}}}
            """;
    }
}
