using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KServe.Client.Tests;

/// <summary>Takes connections, and answers the first bytes of each with bytes, a close or a reset.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _answer;
    private readonly bool _resets;
    private readonly Task _loop;

    public RawServer(string answer, bool resets = false)
    {
        (_answer, _resets) = (answer, resets);
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Gets an address that refuses connections.</summary>
    public static Uri FindClosed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                await ReadRequestAsync(stream);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer), _stop.Token);
                if (_resets)
                {
                    client.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException
            or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var buffer = new byte[65536];
        var text = "";
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return;
            }

            text += Encoding.Latin1.GetString(buffer, 0, read);
        }
    }
}
