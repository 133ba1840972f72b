using System.Text;
using Microsoft.AspNetCore.Http;

namespace KServe.Runtime.Remote.Tests;

/// <summary>What scripted servers of OpenAI's protocol answer.</summary>
internal static class TextAnswers
{
    public const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    public const string Usage =
        """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    public static bool IsGeneration(HttpContext context) => HttpMethods.IsPost(context.Request.Method);

    public static string Content(string text) =>
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";

    /// <summary>Writes events, each in a packet of its own.</summary>
    public static async Task SendAsync(HttpContext context, params string[] events)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    public static Task GoodAsync(HttpContext context) =>
        SendAsync(context, Content("a"), Content("b"), End, Usage, "[DONE]");

    /// <summary>Makes the bytes of a whole HTTP answer that goes on until the connection closes.</summary>
    public static string Raw(params string[] lines)
    {
        var text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        return text.AppendJoin('\n', lines).ToString();
    }
}
