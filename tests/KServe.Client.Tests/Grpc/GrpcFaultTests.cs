using KServe.Core.Tests.Fakes;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;

namespace KServe.Client.Tests;

public sealed class GrpcFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InferAsync_RefusedConnection_IsUnavailable() =>
        Assert.Equal(InferenceErrorCode.Unavailable, (await FailAsync(RawServer.FindClosed())).Code);

    [Fact]
    public async Task InferAsync_Http1Only_SaysSo()
    {
        await using var server = new RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        var error = await FailAsync(server.Address);

        Assert.Contains(error.Code, new[] { InferenceErrorCode.Internal, InferenceErrorCode.Unavailable });
    }

    [Theory]
    [InlineData(14, InferenceErrorCode.Unavailable)]
    [InlineData(3, InferenceErrorCode.InvalidArgument)]
    [InlineData(5, InferenceErrorCode.NotFound)]
    [InlineData(8, InferenceErrorCode.ResourceExhausted)]
    [InlineData(16, InferenceErrorCode.Internal)]
    [InlineData(99, InferenceErrorCode.Internal)]
    public async Task InferAsync_TrailersOnlyError_HasCodeAndText(int status, InferenceErrorCode code)
    {
        await using var server = await ScriptedServer.StartGrpcAsync(context =>
        {
            context.Response.Headers["grpc-status"] = $"{status}";
            context.Response.Headers["grpc-message"] = "no%20%C3%BC";
            context.Response.Headers["grpc-retry-pushback-ms"] = "1500";
            return Task.CompletedTask;
        });

        var error = await FailAsync(server.Address);

        Assert.Equal((code, "no ü"), (error.Code, error.Message));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), error.RetryAfter);
        Assert.Equal(
            status > 16 ? GrpcStatusCode.Unknown : (GrpcStatusCode)status,
            Assert.IsType<ServerErrorException>(error.InnerException).GrpcStatus);
    }

    [Theory]
    [InlineData("0000000000", "0", "more than one message|it has more")]
    [InlineData("0000000000", "13", "the server answered Internal")]
    [InlineData("0000000000", null, "ends without a status")]
    [InlineData("0000000000", "x", "its status is no number")]
    [InlineData("", "0", "it has no message")]
    [InlineData("0000", "0", "cut off")]
    [InlineData("000000000A0102", "0", "cut off")]
    [InlineData("0700000000", "0", "compressed flag")]
    [InlineData("0100000000", "0", "not announced")]
    [InlineData("00FFFFFFFF", "0", "longer than")]
    [InlineData("0000000002" + "2A7F", "0", "malformed protobuf")]
    [InlineData("0000000001" + "FF", "0", "malformed protobuf")]
    [InlineData("0000000004" + "2A020A00", "0", "unknown datatype")]
    public async Task InferAsync_BrokenAnswer_IsRefused(string bytes, string? status, string expected)
    {
        await using var server = await ScriptedServer.StartGrpcAsync(async context =>
        {
            var frame = Convert.FromHexString(bytes);
            await context.Response.StartAsync(Token);
            await context.Response.Body.WriteAsync(frame, Token);
            if (status == "0" && expected.StartsWith("more", StringComparison.Ordinal))
            {
                await context.Response.Body.WriteAsync(frame, Token);
            }

            if (status is not null)
            {
                context.Response.AppendTrailer("grpc-status", status);
            }
        });

        var error = await FailAsync(server.Address);

        Assert.Contains(expected.Split('|'), part => error.Message.Contains(part, StringComparison.Ordinal));
        Assert.Contains(error.Code, new[] { InferenceErrorCode.Internal, InferenceErrorCode.TooLarge });
    }

    [Theory]
    [InlineData(503, InferenceErrorCode.Unavailable)]
    [InlineData(404, InferenceErrorCode.Unimplemented)]
    [InlineData(500, InferenceErrorCode.Internal)]
    public async Task InferAsync_ProxyWithoutGrpc_HasTheMappedCode(int status, InferenceErrorCode code)
    {
        await using var server = await ScriptedServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return context.Response.WriteAsync("<html>");
            },
            isGrpc: true);

        Assert.Equal(code, (await FailAsync(server.Address)).Code);
    }

    [Fact]
    public async Task InferAsync_WrongContentType_IsRefused()
    {
        await using var server = await ScriptedServer.StartAsync(
            static context => context.Response.WriteAsync("{}"), isGrpc: true);

        Assert.Contains("content type", (await FailAsync(server.Address)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InferAsync_StreamIsReset_IsUnavailableOrBroken(bool afterHeaders)
    {
        await using var server = await ScriptedServer.StartGrpcAsync(async context =>
        {
            if (afterHeaders)
            {
                await context.Response.StartAsync(Token);
            }

            context.Abort();
        });

        var error = await FailAsync(server.Address);

        Assert.Contains(error.Code, new[] { InferenceErrorCode.Internal, InferenceErrorCode.Unavailable });
        Assert.IsNotType<ServerErrorException>(error.InnerException);
    }

    [Fact]
    public async Task InferAsync_LateServer_SendsTheDeadlineAndResetsTheStream()
    {
        var timeout = "";
        var time = new ManualTimeProvider();
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartGrpcAsync(async context =>
        {
            timeout = context.Request.Headers["grpc-timeout"].ToString();
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            time.Advance(TimeSpan.FromSeconds(1));
            await aborted.Task;
        });

        var error = await FailAsync(
            server.Address,
            new InferenceClientOptions { Timeout = TimeSpan.FromMilliseconds(80), TimeProvider = time });

        Assert.Equal(InferenceErrorCode.DeadlineExceeded, error.Code);
        Assert.Equal("80000000n", timeout);
        await aborted.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task InferAsync_EarlyErrorDuringUpload_LeavesTheTensorAlone()
    {
        await using var server = await ScriptedServer.StartGrpcAsync(static context =>
        {
            context.Response.Headers["grpc-status"] = "8";
            return Task.CompletedTask;
        });
        using var client = new InferenceGrpcClient(server.Address);
        var pool = new TensorPool();
        for (var i = 0; i < 5; i++)
        {
            using var request = new InferRequest("m", pool);
            request.Inputs.Add(InferTensor.Rent(pool, "x", TensorDataType.UINT8, [8 << 20]));

            var error = await Assert.ThrowsAsync<InferenceException>(
                async () => await client.InferAsync(request, cancellationToken: Token));

            Assert.Equal(InferenceErrorCode.ResourceExhausted, error.Code);
        }
    }

    private static async Task<InferenceException> FailAsync(Uri address, InferenceClientOptions? options = null)
    {
        options ??= new InferenceClientOptions();
        options.Pool = new TensorPool();
        using var client = new InferenceGrpcClient(address, options);
        using var request = Requests.Floats(1);
        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await client.InferAsync(request, cancellationToken: Token));
        Assert.Equal(0, options.Pool.RentedCount);
        return error;
    }
}
