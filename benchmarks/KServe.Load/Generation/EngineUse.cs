using System.Globalization;
using System.Text.RegularExpressions;
using KServe.Load.Hosting;

namespace KServe.Load.Generation;

/// <summary>Tells what a server and the engines of its language models have in use.</summary>
internal sealed partial class EngineUse(LoopbackServer server, HttpClient http)
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until nothing is in use; what still is after a while, or empty.</summary>
    /// <remarks>The server learns of a cancel a little after the client: requests in between give it
    /// time.</remarks>
    public async Task<string> SettleAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SettleLimit);
        var left = await ReadAsync(cancellationToken);
        while (left.Length > 0 && !limit.IsCancellationRequested)
        {
            left = await ReadAsync(cancellationToken);
        }

        return left;
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        var gauges = Gauges().Matches(text);
        if (gauges.Count < 3)
        {
            return "the metrics do not say";
        }

        var left = gauges.Select(static gauge => gauge.Value).Where(static line =>
            double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture) != 0);
        return string.Join(", ", server.Gauges.AreZero ? left : left.Append(server.Gauges.ToString()));
    }

    [GeneratedRegex(
        @"^vllm:(num_requests_running|num_requests_waiting|kv_cache_usage_perc)\{[^\n]*\} [^\n]+$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Gauges();
}
