using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KServe.Storage.Tests.Http;

/// <summary>A server that sends exactly the bytes a test gives it, one answer per connection.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ServerRequest, CancellationToken, Task<byte[]>> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _loop;
    private int _accepted;

    public LoopbackServer(Func<ServerRequest, byte[]> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public LoopbackServer(Func<ServerRequest, CancellationToken, Task<byte[]>> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host => $"127.0.0.1:{Port}";

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Gets which answers end without an end: the connection stays open and silent.</summary>
    public Func<ServerRequest, bool> Stalls { get; init; } = static _ => false;

    public ConcurrentQueue<ServerRequest> Requests { get; } = new();

    public string Uri(string path) => $"http://{Host}{path}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (await ReadHeadAsync(stream) is not { } head)
                {
                    return;
                }

                ServerRequest request = ServerRequest.Parse(head);
                int number = Requests.Count;
                Requests.Enqueue(request);
                request = request with { Number = number };
                byte[] answer = await _answer(request, _stop.Token);
                await stream.WriteAsync(answer, _stop.Token);
                if (!Stalls(request))
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                }

                await DrainAsync(stream);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client has gone.
            }
        }
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            length += read;
            if (read == 0)
            {
                return null;
            }

            if (buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                return Encoding.ASCII.GetString(buffer, 0, length);
            }
        }

        return null;
    }

    private async Task DrainAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, _stop.Token) > 0)
        {
        }
    }
}
