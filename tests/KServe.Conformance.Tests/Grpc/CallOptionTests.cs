using System.Text.Json.Nodes;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Grpc;

/// <summary>Compression, message sizes, deadlines, cancellation, metadata and TLS.</summary>
public sealed class CallOptionTests(ServerFixture fixture) : NodeTest(fixture)
{
    private const int Large = 2_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ModelInfer_LargeTensor_ComesBack(bool gzip)
    {
        var bytes = new byte[4 * Large];
        bytes[^1] = 64;
        var reply = await CallAsync(Zeros(bytes) with { Gzip = gzip });
        Assert.True(reply.Code == GrpcCode.Ok, reply.Details);
        Assert.Equal(bytes, reply.Response.GetProperty("raw_output_contents")[0].GetBytesFromBase64());
    }

    [Fact]
    public async Task ModelInfer_ResponseAboveTheClientsLimit_FailsAtTheClientOnly()
    {
        var reply = await CallAsync(Zeros(new byte[4 * Large]) with { MaxReceive = 4 << 20 });
        Assert.Equal(GrpcCode.ResourceExhausted, reply.Code);
    }

    [Fact]
    public async Task ModelInfer_DeadlineWhileTheModelRuns_StopsTheModel()
    {
        var pending = await BeginAsync(new GrpcRequest("ModelInfer") { Message = Infer("slow"), DeadlineMs = 300 });
        await Server.Slow.EnteredAsync(Cancellation);
        await Server.Slow.CancelledAsync(Cancellation);
        Assert.Equal(GrpcCode.DeadlineExceeded, (await pending.Reply).Code);
    }

    [Fact]
    public async Task ModelInfer_CancelWhileTheModelRuns_StopsTheModel()
    {
        var pending = await BeginAsync(new GrpcRequest("ModelInfer") { Message = Infer("slow") });
        await Server.Slow.EnteredAsync(Cancellation);
        await pending.CancelAsync();
        await Server.Slow.CancelledAsync(Cancellation);
        Assert.Equal(GrpcCode.Cancelled, (await pending.Reply).Code);
    }

    [Fact]
    public async Task ModelInfer_CancelInTheQueue_LeavesTheQueue()
    {
        var running = new[] { await BeginSlowAsync(), await BeginSlowAsync() };
        await Server.Slow.EnteredAsync(Cancellation);
        await Server.Slow.EnteredAsync(Cancellation);
        var queued = await BeginSlowAsync();
        await WaitForQueueAsync(1);
        await queued.CancelAsync();
        Assert.Equal(GrpcCode.Cancelled, (await queued.Reply).Code);
        await WaitForQueueAsync(0);
        Server.Slow.Release();
        Server.Slow.Release();
        Assert.Equal(GrpcCode.Ok, (await running[0].Reply).Code);
        Assert.Equal(GrpcCode.Ok, (await running[1].Reply).Code);
    }

    [Fact]
    public async Task ModelInfer_QueueFull_IsRefusedAtOnce()
    {
        var running = new[] { await BeginSlowAsync(), await BeginSlowAsync() };
        await Server.Slow.EnteredAsync(Cancellation);
        await Server.Slow.EnteredAsync(Cancellation);
        var queued = await BeginSlowAsync();
        await WaitForQueueAsync(1);
        var refused = await (await BeginSlowAsync()).Reply;
        Assert.Contains(refused.Code, new[] { GrpcCode.Unavailable, GrpcCode.ResourceExhausted });
        var overHttp = await Server.Rest.PostAsync(
            "/v2/models/slow/infer",
            """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}"""u8.ToArray(),
            Cancellation);
        Assert.Contains(overHttp.Status, new[] { 503, 429 });
        Assert.NotEmpty(overHttp.Header("Retry-After"));
        for (var i = 0; i < 3; i++)
        {
            Server.Slow.Release();
        }

        Assert.Equal(GrpcCode.Ok, (await running[0].Reply).Code);
        Assert.Equal(GrpcCode.Ok, (await running[1].Reply).Code);
        Assert.Equal(GrpcCode.Ok, (await queued.Reply).Code);
    }

    [Fact]
    public async Task ModelInfer_P12MetadataOf40KB_IsRefused()
    {
        var reply = await CallAsync(new GrpcRequest("ModelInfer")
        {
            Message = Infer("identity"),
            Metadata = new Dictionary<string, string> { ["x-large"] = new('m', 40_000) },
        });
        Assert.NotEqual(GrpcCode.Ok, reply.Code);
    }

    [Fact]
    public async Task ModelInfer_BinaryMetadata_IsTaken()
    {
        var reply = await CallAsync(new GrpcRequest("ModelInfer")
        {
            Message = Infer("identity"),
            Metadata = new Dictionary<string, string> { ["x-trace-bin"] = "AAEC/w==", ["x-name"] = "value" },
        });
        Assert.Equal(GrpcCode.Ok, reply.Code);
    }

    [Fact]
    public async Task ModelInfer_OverTls_Answers()
    {
        var node = await Fixture.GetNodeAsync();
        var reply = await node.CallAsync(
            Server.Tls,
            new GrpcRequest("ModelInfer") { Message = Infer("identity"), Ca = Server.ReadCertificate() },
            Cancellation);
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
    }

    private static GrpcRequest Zeros(byte[] bytes) => new("ModelInfer")
    {
        Message = new JsonObject
        {
            ["model_name"] = "identity",
            ["inputs"] = JsonNode.Parse($$"""[{"name":"x","datatype":"FP32","shape":[{{Large}}]}]"""),
            ["raw_input_contents"] = new JsonArray(Convert.ToBase64String(bytes)),
        },
    };

    private Task<GrpcPending> BeginSlowAsync() => BeginAsync(new GrpcRequest("ModelInfer") { Message = Infer("slow") });

    private async Task WaitForQueueAsync(long length)
    {
        while (Server.Gauges.Queued != length)
        {
            await Server.Rest.GetAsync("/v2/health/live", Cancellation);
        }
    }
}
