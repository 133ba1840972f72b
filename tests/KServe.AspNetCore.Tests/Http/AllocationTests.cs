using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Tests.Http;

/// <summary>Counts what a request allocates in the whole process, client included.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
#if DEBUG
    // Debug builds allocate each asynchronous method, whether it waits or not.
    private const int MaxBytes = 8192;
#else
    private const int MaxBytes = 3072;
#endif

    [Fact]
    public async Task Infer_BinaryTensor_AllocatesLittle()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("echo", static _ => new AliasPredictor()),
            host: static host => host.Logging.SetMinimumLevel(LogLevel.None));
        var body = BinaryBody.Build();
        using var client = await RawHttp.ConnectAsync(server.Address.Port);
        var request = (byte[])
        [
            .. Encoding.ASCII.GetBytes(
                $"POST /v2/models/echo/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                + $"Inference-Header-Content-Length: {BinaryBody.JsonLength}\r\nContent-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
        var buffer = new byte[65536];
        for (var i = 0; i < 2000; i++)
        {
            await RoundTripAsync(client, request, buffer);
        }

        const int count = 2000;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < count; i++)
        {
            await RoundTripAsync(client, request, buffer);
        }

        var perRequest = (GC.GetTotalAllocatedBytes(precise: true) - before) / count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perRequest} bytes per request");
        Assert.InRange(perRequest, 1, MaxBytes);
    }

    private static async Task RoundTripAsync(Socket client, byte[] request, byte[] buffer)
    {
        await client.SendAsync(request, TestContext.Current.CancellationToken);
        var length = 0;
        var total = int.MaxValue;
        while (length < total)
        {
            length += await client.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            total = FindTotal(buffer.AsSpan(0, length));
        }
    }

    private static int FindTotal(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return int.MaxValue;
        }

        var name = "\r\nContent-Length: "u8;
        var value = answer[(answer.IndexOf(name) + name.Length)..];
        return end + 4 + int.Parse(value[..value.IndexOf((byte)'\r')]);
    }
}
