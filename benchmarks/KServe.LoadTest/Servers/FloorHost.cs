using System.Net;
using System.Text.Json;
using KServe.LoadTest.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KServe.LoadTest.Servers;

/// <summary>A bare endpoint inside a child process: it reads a body and sends one that was made before.</summary>
internal static class FloorHost
{
    /// <summary>Builds the application.</summary>
    /// <param name="request">The request that it is for.</param>
    /// <param name="sampleFile">The file that holds the answer.</param>
    public static async Task<WebApplication> StartAsync(LoadRequest request, string sampleFile)
    {
        var sample = JsonSerializer.Deserialize<SampleResponse>(await File.ReadAllBytesAsync(sampleFile))!;
        var builder = WebApplication.CreateSlimBuilder();
        ChildHost.Configure(builder);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var isGrpc = request.Protocol == WireProtocol.Grpc;
        app.MapPost(request.Path, context => AnswerAsync(context, sample, isGrpc));
        await app.StartAsync();
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, SampleResponse sample, bool isGrpc)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        var response = context.Response;
        response.ContentType = sample.ContentType;
        foreach (var (name, value) in sample.Headers)
        {
            response.Headers[name] = value;
        }

        if (isGrpc)
        {
            response.AppendTrailer("grpc-status", "0");
        }
        else
        {
            response.ContentLength = sample.Body.Length;
        }

        await response.BodyWriter.WriteAsync(sample.Body);
    }
}
