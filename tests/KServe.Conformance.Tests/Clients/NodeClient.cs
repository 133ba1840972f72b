using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KServe.Conformance.Tests.Clients;

/// <summary>Makes calls with <c>@grpc/grpc-js</c> in one node process.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class NodeClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<GrpcReply>> _pending = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Process _process;
    private readonly Task _reading;
    private int _lastId;

    private NodeClient(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);

        // Unread, warnings of node would fill the pipe and stop it.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>Installs the packages, if they are not there as the lock file says, and starts node.</summary>
    public static async Task<NodeClient> StartAsync()
    {
        var folder = typeof(NodeClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(static attribute => attribute.Key == "NodeFolder").Value!;
        await NodePackages.InstallAsync(folder);
        return new NodeClient(ExternalTool.Start("node", ["client.js"], folder));
    }

    public async Task<GrpcReply> CallAsync(Uri server, GrpcRequest request, CancellationToken cancellationToken) =>
        await (await BeginAsync(server, request)).Reply.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);

    public async Task<GrpcPending> BeginAsync(Uri server, GrpcRequest request)
    {
        var id = Interlocked.Increment(ref _lastId);
        var reply = new TaskCompletionSource<GrpcReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = reply;
        await WriteAsync(request.ToJson(id, server));
        return new GrpcPending(this, id, reply.Task);
    }

    public async Task WriteAsync(JsonObject message)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(message.ToJsonString());
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _reading;
        await _process.WaitForExitAsync();
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (_pending.TryRemove(json.GetProperty("id").GetInt32(), out var reply))
            {
                reply.SetResult(new GrpcReply(json));
            }
        }

        foreach (var reply in _pending.Values)
        {
            reply.TrySetException(new InvalidOperationException("node has ended."));
        }
    }
}
