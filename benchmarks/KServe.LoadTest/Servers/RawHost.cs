using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KServe.LoadTest.Client;

namespace KServe.LoadTest.Servers;

/// <summary>Answers whatever arrives with bytes made before, on one thread and without allocating.</summary>
/// <remarks>
/// Its tail is the machine's: nothing is collected, compiled or scheduled beside it. A request has to arrive in one
/// piece, as small ones over loopback do.
/// </remarks>
internal sealed class RawHost : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly EpollPoller _poller = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _answer;
    private readonly byte[] _request = new byte[64 * 1024];

    private RawHost(SampleResponse sample)
    {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {sample.ContentType}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {sample.Body.Length}\r\n\r\n");
        _answer = [.. Encoding.ASCII.GetBytes(head.ToString()), .. sample.Body.Span];
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _sockets.Add(_listener);
        _poller.Add(_listener, 0);
    }

    /// <summary>Gets where it listens.</summary>
    public string Address => $"http://{_listener.LocalEndPoint}";

    /// <summary>Starts the thread.</summary>
    /// <param name="sampleFile">The file that holds the answer.</param>
    public static RawHost Start(string sampleFile)
    {
        var host = new RawHost(JsonSerializer.Deserialize<SampleResponse>(File.ReadAllBytes(sampleFile))!);
        new Thread(host.Run) { IsBackground = true, Name = "raw server" }.Start();
        return host;
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Run()
    {
        Span<int> ready = stackalloc int[256];
        while (true)
        {
            var count = _poller.Wait(ready, Timeout.Infinite);
            foreach (var index in ready[..count])
            {
                if (index == 0)
                {
                    Accept();
                }
                else
                {
                    Answer(_sockets[index]);
                }
            }
        }
    }

    private void Accept()
    {
        var socket = _listener.Accept();
        socket.NoDelay = true;
        _sockets.Add(socket);
        _poller.Add(socket, _sockets.Count - 1);
    }

    private void Answer(Socket socket)
    {
        if (socket.Receive(_request, SocketFlags.None, out var error) > 0)
        {
            socket.Send(_answer, SocketFlags.None, out error);
        }
        else
        {
            socket.Dispose();
        }
    }
}
