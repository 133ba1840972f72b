using KServe.Load.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace KServe.Load.Crash;

/// <summary>A web server with one file, which another one replaces from time to time.</summary>
internal sealed class FileOrigin : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly Content _content;

    private FileOrigin(LoopbackServer server, Content content) => (_server, _content) = (server, content);

    public Uri Address => new(_server.Http, "/weights.bin");

    public int Version => _content.Version;

    public static async Task<FileOrigin> StartAsync(int length, CancellationToken cancellationToken)
    {
        var content = new Content(length);
        content.Next();
        var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions { Routes = routes => routes.MapGet("/weights.bin", content.SendAsync) },
            cancellationToken);
        return new FileOrigin(server, content);
    }

    public void Next() => _content.Next();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Content(int length)
    {
        private volatile Tuple<int, byte[]> _file = Tuple.Create(0, Array.Empty<byte>());

        public int Version => _file.Item1;

        public void Next()
        {
            var version = _file.Item1 + 1;
            _file = Tuple.Create(version, FilePredictor.CreateFile(version, length));
        }

        // Ranges and conditions, too: what was downloaded before a kill may be continued after it.
        public Task SendAsync(HttpContext context)
        {
            var (version, bytes) = _file;
            return TypedResults.Bytes(
                bytes,
                "application/octet-stream",
                enableRangeProcessing: true,
                entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(new StringSegment($"\"{version}\"")))
                .ExecuteAsync(context);
        }
    }
}
