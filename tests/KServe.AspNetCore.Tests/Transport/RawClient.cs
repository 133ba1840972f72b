using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KServe.AspNetCore.Tests.Transport;

/// <summary>One connection that sends bytes as they are and reads whole responses.</summary>
internal sealed class RawClient(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    public Socket Socket => socket;

    public static async Task<RawClient> ConnectAsync(KServeServer server) =>
        new(await RawHttp.ConnectAsync(server.Address.Port));

    public static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n";

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        await _stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    public async Task<string> GetAsync(string path)
    {
        await SendAsync(Get(path));
        return await ReadBodyAsync();
    }

    /// <summary>Reads one response that states its length.</summary>
    public async Task<string> ReadBodyAsync() => Encoding.Latin1.GetString(await ReadBytesAsync());

    public async Task<byte[]> ReadBytesAsync()
    {
        var head = await ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 200", head, StringComparison.Ordinal);
        const string Name = "Content-Length: ";
        var start = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        Assert.True(start >= Name.Length, head);
        var length = int.Parse(head.AsSpan(start, head.IndexOf('\r', start) - start), CultureInfo.InvariantCulture);
        var body = new byte[length];
        await _stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        return body;
    }

    /// <summary>Repeats a request until a thread of the loop answers it, which other answers must not be.</summary>
    public async Task<string> RepeatUntilAsync(string path, Func<string, bool> isAnswer)
    {
        while (true)
        {
            var answer = await GetAsync(path);
            if (isAnswer(answer))
            {
                return answer;
            }
        }
    }

    /// <summary>Closes the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || !head.ToString(head.Length - 4, 4).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one, TestContext.Current.CancellationToken);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
