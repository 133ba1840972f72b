using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>Measures what the endpoint and everything below it allocate, without Kestrel and the client.</summary>
public sealed class GrpcAllocationTests
{
    private const int Requests = 1000;

#if DEBUG
    // Without optimization each async method allocates, even one that never waits.
    private const int MaxBytesPerRequest = 4096;
#else
    private const int MaxBytesPerRequest = 1536;
#endif

    [Fact]
    public async Task ModelInfer_SteadyState_StaysWithinTheBudget()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var endpoint = server.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Single(static endpoint => endpoint.RoutePattern.RawText?.EndsWith("/ModelInfer", StringComparison.Ordinal)
                == true);
        var invoke = endpoint.RequestDelegate!;
        var body = GrpcTestClient.Frame(Grpc.Requests.Raw("m", new int[1000]).ToByteArray());
        var call = new FakeCall(server.Server.Services, body);
        var allocated = 0L;
        for (var i = -100; i < Requests; i++)
        {
            var context = call.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var task = invoke(context);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(task.IsCompletedSuccessfully);
            Assert.Equal("0", call.Status);
            allocated += i < 0 ? 0 : bytes;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated / Requests} bytes for each request");
        Assert.InRange(allocated / Requests, 1, MaxBytesPerRequest);
    }

    /// <summary>Gives the same call again and again, all of whose bytes are there.</summary>
    private sealed class FakeCall(IServiceProvider services, byte[] body) : IHttpResponseTrailersFeature
    {
        private readonly Sink _sink = new();

        public string? Status => Trailers["grpc-status"];

        public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

        public DefaultHttpContext Next()
        {
            Trailers = new HeaderDictionary { ["grpc-status"] = "none" };
            Trailers.Remove("grpc-status");
            var context = new DefaultHttpContext { RequestServices = services };
            context.Features.Set<IHttpResponseTrailersFeature>(this);
            context.Features.Set<IRequestBodyPipeFeature>(new FakeBody(body));
            context.Features.Set<IHttpResponseBodyFeature>(_sink);
            context.Request.Method = "POST";
            context.Request.Protocol = "HTTP/2";
            context.Request.Host = new HostString("127.0.0.1");
            context.Request.ContentType = "application/grpc";

            // Features that are made on first use would count as ours; Kestrel has them from the start.
            _ = context.RequestAborted;
            _ = context.Response.BodyWriter.GetSpan(1);
            _ = context.Request.Body;
            context.Response.ContentType = "application/grpc";
            return context;
        }
    }

    /// <summary>Takes bytes without keeping them.</summary>
    private sealed class Sink : PipeWriter, IHttpResponseBodyFeature
    {
        private readonly byte[] _buffer = new byte[1 << 16];

        public PipeWriter Writer => this;

        public Stream Stream => Stream.Null;

        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(
            string path,
            long offset,
            long? count,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    private sealed class FakeBody(byte[] body) : IRequestBodyPipeFeature
    {
        public PipeReader Reader { get; } = PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(body));
    }
}
