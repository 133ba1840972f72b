using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.PayloadLogging.S3.Tests;

/// <summary>Takes objects over a socket of the loopback address as S3 does.</summary>
internal sealed class FakeS3 : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeS3(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Gets what arrived, also what was refused.</summary>
    public ConcurrentQueue<StoredObject> Requests { get; } = new();

    /// <summary>Gets the statuses to answer with before all is well.</summary>
    public ConcurrentQueue<int> Failures { get; } = new();

    public static async Task<FakeS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FakeS3(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [SuppressMessage("Security", "CA5351", Justification = "The protocol names objects by it.")]
    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Requests.Enqueue(new StoredObject(
            context.Request.Method,
            context.Request.Path.Value!,
            context.Request.Headers.ToDictionary(
                static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        context.Response.StatusCode = Failures.TryDequeue(out var status) ? status : StatusCodes.Status200OK;
        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(MD5.HashData(body.ToArray()))}\"";
    }
}
