using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KServe.AspNetCore.Tests;

/// <summary>Sends bytes as they are and reads until the server closes.</summary>
internal static class RawHttp
{
    public static async Task<string> SendAsync(int port, ReadOnlyMemory<byte> request)
    {
        using var socket = await ConnectAsync(port);
        await socket.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadToEndAsync(socket);
    }

    public static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return socket;
    }

    public static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[65536];
        int count;
        while ((count = await ReceiveAsync(socket, buffer)) > 0)
        {
            answer.Write(buffer, 0, count);
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    // A server that refuses a body may reset the connection after its answer.
    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
