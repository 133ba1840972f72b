using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KServe.Load.Generation;

/// <summary>Asks a language model over its OpenAI endpoints, and reads what its engine has in use.</summary>
internal sealed partial class GenerationClient : IDisposable
{
    /// <summary>How many different prompts there are.</summary>
    public const int Prompts = 50;

    private readonly HttpClient _http;
    private readonly int _tokens;

    public GenerationClient(Uri server, int tokens)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
        _tokens = tokens;
    }

    /// <summary>Asks once, and checks that the answer is whole.</summary>
    /// <returns>What is wrong with the answer; null when nothing is.</returns>
    public async Task<string?> AskAsync(int number, bool isStream, CancellationToken cancellationToken)
    {
        var prefix = number % 2 == 0 ? "/v1" : "/openai/v1";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{prefix}/chat/completions")
        {
            Content = new StringContent(Write(number % Prompts, isStream), Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if ((int)response.StatusCode != 200)
        {
            return $"status {(int)response.StatusCode}: {text}";
        }

        var isWhole = text.Contains("\"finish_reason\":\"length\"", StringComparison.Ordinal)
            && text.Contains($"\"completion_tokens\":{_tokens}", StringComparison.Ordinal)
            && text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) == isStream;
        return isWhole ? null : $"not a whole answer: {text}";
    }

    /// <summary>Reads which gauges of engines are not zero; empty when all are.</summary>
    public async Task<string> ReadInUseAsync(CancellationToken cancellationToken)
    {
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        var gauges = InUse().Matches(text);
        return gauges.Count < 3
            ? "the metrics do not say"
            : string.Join(", ", gauges.Select(static gauge => gauge.Value).Where(static line =>
                double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture) != 0));
    }

    public void Dispose() => _http.Dispose();

    private string Write(int prompt, bool isStream)
    {
        var stream = isStream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        return $$"""
            {"model":"{{GenerationServer.Model}}",
             "messages":[{"role":"user","content":"What is {{prompt}} + {{prompt}}?"}],
             "temperature":{{prompt % 2}},"max_tokens":{{_tokens}},"ignore_eos":true{{stream}}}
            """;
    }

    [GeneratedRegex(
        @"^vllm:(num_requests_running|num_requests_waiting|kv_cache_usage_perc)\{[^\n]*\} [^\n]+$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InUse();
}
