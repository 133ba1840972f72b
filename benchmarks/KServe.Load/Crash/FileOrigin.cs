using KServe.Load.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace KServe.Load.Crash;

/// <summary>A web server with one file, which another one replaces from time to time.</summary>
public sealed class FileOrigin : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly Content _content;

    private FileOrigin(LoopbackServer server, Content content) => (_server, _content) = (server, content);

    /// <summary>Gets the address of the file.</summary>
    public Uri Address => new(_server.Http, "/weights.bin");

    /// <summary>Gets the number that the file consists of.</summary>
    public int Version => _content.Version;

    /// <summary>Starts the server with the first file.</summary>
    /// <param name="length">The size of files, in bytes.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The running server.</returns>
    public static async Task<FileOrigin> StartAsync(int length, CancellationToken cancellationToken)
    {
        var content = new Content();
        content.Next(length);
        var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions { Routes = routes => routes.MapGet("/weights.bin", content.SendAsync) },
            cancellationToken);
        return new FileOrigin(server, content) { Length = length };
    }

    /// <summary>Gets the size of files that are not given another.</summary>
    public int Length { get; private init; }

    /// <summary>Replaces the file by the next.</summary>
    /// <param name="length">Its size in bytes; 0 for the usual one.</param>
    public void Next(int length = 0) => _content.Next(length > 0 ? length : Length);

    /// <summary>Replaces the file by one that never ends loading.</summary>
    public void NextHanging() => _content.NextHanging(Length);

    /// <summary>Lets downloads stop in the middle from now on, or no longer.</summary>
    /// <param name="stalls">Whether they do.</param>
    /// <returns>A task that ends when one does.</returns>
    public Task Stall(bool stalls) => _content.Stall(stalls);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Content
    {
        private volatile Tuple<int, byte[]> _file = Tuple.Create(0, Array.Empty<byte>());

        private volatile TaskCompletionSource? _stalled;

        public int Version => _file.Item1;

        public void Next(int length)
        {
            var version = _file.Item1 + 1;
            _file = Tuple.Create(version, FilePredictor.CreateFile(version, length));
        }

        public void NextHanging(int length) =>
            _file = Tuple.Create(_file.Item1 + 1, FilePredictor.CreateFile(-1, length));

        public Task Stall(bool stalls)
        {
            _stalled = stalls ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            return _stalled?.Task ?? Task.CompletedTask;
        }

        // Ranges and conditions, too: what was downloaded before a kill may be continued after it.
        public Task SendAsync(HttpContext context)
        {
            var (version, bytes) = _file;
            if (_stalled is { } stalled)
            {
                return StallAsync(context, bytes, stalled);
            }

            return TypedResults.Bytes(
                bytes,
                "application/octet-stream",
                enableRangeProcessing: true,
                entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(new StringSegment($"\"{version}\"")))
                .ExecuteAsync(context);
        }

        private static async Task StallAsync(HttpContext context, byte[] bytes, TaskCompletionSource stalled)
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            stalled.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
    }
}
