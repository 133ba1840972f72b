using System.Net;

namespace KServe.PayloadLogging.Tests.Sinks;

/// <summary>Answers posts in the order of a script and keeps what came.</summary>
internal sealed class ScriptedHandler(params object[] script) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _next;

    public List<(Dictionary<string, string> Headers, string Body)> Posts { get; } = [];

    /// <summary>Gets the names of the threads that posted.</summary>
    public HashSet<string?> Threads { get; } = [];

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The sink is to keep to its threads.");

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Content!.ReadAsStream(cancellationToken));
        var body = reader.ReadToEnd();

        // As the handler of sockets does, which has the header written.
        _ = request.Content.Headers.ContentLength;
        object step;
        lock (_lock)
        {
            Threads.Add(Thread.CurrentThread.Name);
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
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new HttpResponseMessage((HttpStatusCode)step);
    }
}
