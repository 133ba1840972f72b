using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>Speaks gRPC with nothing in between, so that it can break every rule.</summary>
internal sealed class GrpcTestClient(Uri address) : IDisposable
{
    public const string Service = "/inference.GRPCInferenceService/";

    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public Task<GrpcReply> CallAsync(string path, IMessage message, Action<HttpRequestMessage>? configure = null) =>
        CallAsync(path, Frame(message.ToByteArray()), configure);

    public async Task<GrpcReply> CallAsync(
        string path,
        byte[] body,
        Action<HttpRequestMessage>? configure = null,
        CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent(body);
        using var response = await SendAsync(path, content, configure, cancellationToken);
        return new GrpcReply(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task<HttpResponseMessage> SendAsync(
        string path,
        HttpContent content,
        Action<HttpRequestMessage>? configure = null,
        CancellationToken cancellationToken = default)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, path.StartsWith('/') ? path : Service + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        configure?.Invoke(request);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
