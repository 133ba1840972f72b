using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>A stream in both directions.</summary>
internal sealed class GrpcStream : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpResponseMessage? _response;
    private Stream? _body;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<GrpcStream> OpenAsync(
        GrpcTestClient client,
        Action<HttpRequestMessage>? configure = null)
    {
        var stream = new GrpcStream();
        var response = client.SendAsync("ModelStreamInfer", stream, configure, Token);
        var output = await stream._opened.Task.WaitAsync(Token);
        await output.FlushAsync(Token);
        stream.Response = response;
        return stream;
    }

    public Task<HttpResponseMessage> Response { get; private set; } = null!;

    public async Task SendAsync(IMessage message)
    {
        var output = await _opened.Task;
        await output.WriteAsync(GrpcTestClient.Frame(message.ToByteArray()), Token);
        await output.FlushAsync(Token);
    }

    public void Complete() => _completed.TrySetResult();

    public async Task<ModelStreamInferResponse> ReadAsync()
    {
        var header = new byte[5];
        var body = await GetBodyAsync();
        await body.ReadExactlyAsync(header, Token);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        await body.ReadExactlyAsync(message, Token);
        return ModelStreamInferResponse.Parser.ParseFrom(message);
    }

    /// <summary>Reads to the end, which must be the next thing to come.</summary>
    public async Task<GrpcReply> ReadEndAsync()
    {
        var body = await GetBodyAsync();
        Assert.Equal(0, await body.ReadAsync(new byte[1], Token));
        return new GrpcReply(_response!, []);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _opened.SetResult(stream);
        await _completed.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        Complete();
        _response?.Dispose();
        base.Dispose(disposing);
    }

    private async Task<Stream> GetBodyAsync()
    {
        _response ??= await Response;
        return _body ??= await _response.Content.ReadAsStreamAsync(Token);
    }
}
