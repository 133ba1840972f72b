using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.Tool.Tests.Chat;

/// <summary>Answers chats with the texts of the test, and keeps what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _answers;

    private ScriptedServer(IEnumerable<string> answers)
    {
        _answers = new ConcurrentQueue<string>(answers);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", AnswerAsync);
    }

    /// <summary>Ends an answer.</summary>
    public const string Done = "data: [DONE]\n\n";

    /// <summary>Ends an answer that goes on until the client leaves.</summary>
    public const string Waits = "(waits)";

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets the messages of each request, as <c>role:text</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Starts a server whose answers are bodies of server-sent events.</summary>
    public static async Task<ScriptedServer> StartAsync(params string[] answers)
    {
        var server = new ScriptedServer(answers);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Writes the event of a piece of an answer.</summary>
    public static string Piece(string text) =>
        $$$"""data: {"choices":[{"delta":{"content":{{{JsonSerializer.Serialize(text)}}}}}]}""" + "\n\n";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Asked.Enqueue(string.Join('|', body.RootElement.GetProperty("messages").EnumerateArray().Select(
            static turn => $"{turn.GetProperty("role")}:{turn.GetProperty("content")}")));
        Assert.True(_answers.TryDequeue(out var answer));
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(answer.Replace(Waits, "", StringComparison.Ordinal));
        await context.Response.Body.FlushAsync();
        if (answer.EndsWith(Waits, StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
