using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;

namespace KServe.Runtime.Remote.Tests;

/// <summary>What scripted servers answer.</summary>
internal static class Answers
{
    private const string Json = """{"model_name":"m","outputs":[{"name":"y","shape":[1],"datatype":"FP32","data":[1.5]}]}""";

    public static bool IsInference(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        && !context.Request.Path.Value!.EndsWith("Metadata", StringComparison.Ordinal)
        && !context.Request.Path.Value!.EndsWith("Ready", StringComparison.Ordinal);

    public static Task GoodAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Json, context.RequestAborted);
    }

    public static Task StatusAsync(HttpContext context, int status, string? retryAfter = null, string body = "")
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    public static Task GrpcStatusAsync(HttpContext context, int status)
    {
        context.Response.Headers["grpc-status"] = $"{status}";
        return Task.CompletedTask;
    }

    /// <summary>Writes one message without outputs, as a response or as one of a stream.</summary>
    public static async Task GrpcMessageAsync(HttpContext context)
    {
        await context.Response.Body.WriteAsync(new byte[GrpcFrame.HeaderLength], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
