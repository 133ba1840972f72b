using System.Net;

namespace KServe.PayloadLogging.Tests.Sinks;

/// <summary>Answers posts in the order of a script and keeps what came.</summary>
internal sealed class ScriptedHandler(params object[] script) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _next;

    public List<(Dictionary<string, string> Headers, string Body)> Posts { get; } = [];

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        object step;
        lock (_lock)
        {
            Posts.Add((
                request.Headers.Concat(request.Content.Headers).ToDictionary(
                    static header => header.Key.ToLowerInvariant(), static header => string.Join(",", header.Value)),
                body));
            step = script[Math.Min(_next++, script.Length - 1)];
        }

        if (step is Exception error)
        {
            throw error;
        }

        if (step is "wait")
        {
            Waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return new HttpResponseMessage((HttpStatusCode)step);
    }
}
