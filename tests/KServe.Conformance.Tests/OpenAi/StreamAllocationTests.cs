using System.Net.Sockets;
using System.Text;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>Measures what the whole server allocates for a streamed chat, socket to socket.</summary>
/// <remarks>
/// Tokens that come while an event is sent go together in the next: so there is one budget for events and one for
/// tokens, and both hold on slow machines too.
/// </remarks>
public sealed class StreamAllocationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Short = 20;
    private const int Long = 220;
    private const int Rounds = 3;
    private const int MaxBytesPerToken = 64;

#if DEBUG
    // Without optimization state machines are objects, and more is allocated where they wait.
    private const int MaxBytesPerEvent = 768;
#else
    private const int MaxBytesPerEvent = 400;
#endif

    private readonly byte[] _buffer = new byte[1 << 20];

    // One thread for the model, so that where there are two the sender of events keeps up.
    private readonly LanguageModelServer _server = new() { Threads = 1 };

    private static ReadOnlySpan<byte> Good => "HTTP/1.1 200"u8;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void ChatCompletion_Streamed_StaysWithinTheBudgets()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(_server.Address.Host, _server.Address.Port);
        var brief = Request(Short);
        var full = Request(Long);
        for (var i = 0; i < Rounds; i++)
        {
            Exchange(socket, brief);
            Exchange(socket, full);
        }

        var spare = long.MinValue;
        for (var i = 0; i < Rounds; i++)
        {
            var (briefBytes, briefEvents) = Measure(socket, brief, Short);
            var (fullBytes, fullEvents) = Measure(socket, full, Long);
            var (bytes, events) = (fullBytes - briefBytes, fullEvents - briefEvents);
            output.WriteLine($"{bytes} bytes for {events} events more with {Long - Short} tokens; {briefBytes} before");

            // What else allocates in the process only adds: the best round tells.
            spare = Math.Max(spare, (events * MaxBytesPerEvent) + ((Long - Short) * MaxBytesPerToken) - bytes);
        }

        Assert.InRange(spare, 0, long.MaxValue);
    }

    private static byte[] Request(int tokens)
    {
        var body = $$"""
            {"model":"chat","stream":true,"stream_options":{"include_usage":true},"temperature":0,"ignore_eos":true,
            "max_tokens":{{tokens}},"messages":[{"role":"user","content":"Tell me a story."}]}
            """;
        return Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private (long Bytes, int Events) Measure(Socket socket, byte[] request, int tokens)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var length = Exchange(socket, request);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Contains(
            $"\"completion_tokens\":{tokens},", Encoding.UTF8.GetString(_buffer, 0, length), StringComparison.Ordinal);
        return (allocated, _buffer.AsSpan(0, length).Count("data: "u8));
    }

    /// <summary>Sends a request and reads its answer to the last chunk, without an allocation.</summary>
    private int Exchange(Socket socket, byte[] request)
    {
        socket.Send(request);
        var length = 0;
        while (!_buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8))
        {
            var read = socket.Receive(_buffer.AsSpan(length));
            length += read > 0 ? read : throw new InvalidOperationException("The connection ended.");
            if (length >= Good.Length && !_buffer.AsSpan(0, length).StartsWith(Good))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, length));
            }
        }

        return length;
    }
}
