using System.Net.Sockets;
using System.Text;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>Measures what the whole server allocates for each token of a streamed chat, socket to socket.</summary>
[Collection(nameof(LanguageModelCollection))]
public sealed class StreamAllocationTests(LanguageModelServer server, ITestOutputHelper output)
{
    private const int Short = 20;
    private const int Long = 220;
    private const int Rounds = 3;

#if DEBUG
    // Without optimization state machines are objects, and each async method that waits allocates some.
    private const int MaxBytesPerToken = 4096;
#else
    private const int MaxBytesPerToken = 1024;
#endif

    private readonly byte[] _buffer = new byte[1 << 20];

    private static ReadOnlySpan<byte> Good => "HTTP/1.1 200"u8;

    [Fact]
    public void ChatCompletion_Streamed_StaysWithinTheBudgetOfAToken()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(server.Address.Host, server.Address.Port);
        var brief = Request(Short);
        var full = Request(Long);
        for (var i = 0; i < Rounds; i++)
        {
            Exchange(socket, brief);
            Exchange(socket, full);
        }

        // The least of each, as what else allocates in the process only adds; their difference is what tokens cost.
        var (briefBytes, fullBytes) = (long.MaxValue, long.MaxValue);
        for (var i = 0; i < Rounds; i++)
        {
            briefBytes = Math.Min(briefBytes, Measure(socket, brief, Short));
            fullBytes = Math.Min(fullBytes, Measure(socket, full, Long));
        }

        var each = (fullBytes - briefBytes) / (Long - Short);
        output.WriteLine($"{each} bytes for each token, {briefBytes} for a request with {Short} of them");
        Assert.InRange(each, 0, MaxBytesPerToken);
    }

    private static byte[] Request(int tokens)
    {
        var body = $$"""
            {"model":"chat","stream":true,"stream_options":{"include_usage":true},"temperature":0,"ignore_eos":true,
            "max_tokens":{{tokens}},"messages":[{"role":"user","content":"Tell me a story."}]}
            """;
        return Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private long Measure(Socket socket, byte[] request, int tokens)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var length = Exchange(socket, request);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Contains(
            $"\"completion_tokens\":{tokens},", Encoding.UTF8.GetString(_buffer, 0, length), StringComparison.Ordinal);
        return allocated;
    }

    /// <summary>Sends a request and reads its answer to the last chunk, without an allocation.</summary>
    private int Exchange(Socket socket, byte[] request)
    {
        socket.Send(request);
        var length = 0;
        while (!_buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8))
        {
            var read = socket.Receive(_buffer.AsSpan(length));
            length += read > 0 ? read : throw new InvalidOperationException(
                $"The connection ended behind {Encoding.UTF8.GetString(_buffer, 0, length)}");
            if (length >= Good.Length && !_buffer.AsSpan().StartsWith(Good))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, length));
            }
        }

        return length;
    }
}
