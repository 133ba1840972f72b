using System.Net.Sockets;
using System.Text;

namespace KServe.Conformance.Tests.Clients;

/// <summary>A connection on which anything can be sent.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private NetworkStream _stream = null!;

    public static async Task<RawSocket> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var socket = new RawSocket();
        await socket._client.ConnectAsync(server.Host, server.Port, cancellationToken);
        socket._stream = socket._client.GetStream();
        return socket;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Sends text, one byte per character.</summary>
    public Task SendAsync(string text, CancellationToken cancellationToken) =>
        SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Reads until the server closes the connection; a reset counts as that.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }

        return Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Reads exactly as many bytes, or fewer when the connection ends.</summary>
    public async Task<byte[]> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        var count = 0;
        try
        {
            count = await _stream.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }

        return bytes[..count];
    }

    /// <summary>Ends the sending direction.</summary>
    public void Shutdown() => _client.Client.Shutdown(SocketShutdown.Send);

    public void Dispose() => _client.Dispose();
}
