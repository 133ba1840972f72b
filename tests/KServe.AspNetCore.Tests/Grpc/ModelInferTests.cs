using System.Net.Http.Headers;
using Google.Protobuf;
using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class ModelInferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task ModelInfer_Raw_EchoesRaw(int count)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = Requests.Raw("m", [.. Enumerable.Range(-3, count)]);
        var reply = await server.Client.CallAsync("ModelInfer", request);
        var response = reply.Read(ModelInferResponse.Parser);
        Assert.Equal("m", response.ModelName);
        Assert.Equal("1", response.ModelVersion);
        Assert.Equal("7", response.Id);
        Assert.Equal("x", Assert.Single(response.Outputs).Name);
        Assert.Equal(request.RawInputContents, response.RawOutputContents);
        Assert.Equal("application/grpc", reply.Get("content-type") ?? "application/grpc");
    }

    [Fact]
    public async Task ModelInfer_Typed_EchoesTyped()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = Requests.Typed("m", 1, -2, 3);
        var response = (await server.Client.CallAsync("ModelInfer", request)).Read(ModelInferResponse.Parser);
        Assert.Equal(request.Inputs[0].Contents, response.Outputs[0].Contents);
        Assert.Empty(response.RawOutputContents);
    }

    [Fact]
    public async Task ModelInfer_UnknownModel_IsNotFound()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("zé", 1));
        Assert.Equal((200, 5, true), (reply.Http, reply.Status, reply.IsTrailersOnly));
        Assert.Equal("Model with name zé does not exist.", GrpcMessageText.Decode(reply.Message));
    }

    [Fact]
    public async Task ModelInfer_Malformed_IsInvalidArgument()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync("ModelInfer", GrpcTestClient.Frame([0x0A, 0x05, 0x61]));
        Assert.Equal(3, reply.Status);
        Assert.StartsWith("malformed protobuf", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("triton_x")]
    [InlineData("headers")]
    public async Task ModelInfer_ReservedParameter_IsInvalidArgument(string name)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = Requests.Raw("m", 1);
        request.Parameters[name] = new Protocol.Tests.Grpc.Generated.InferParameter { BoolParam = true };
        Assert.Equal(3, (await server.Client.CallAsync("ModelInfer", request)).Status);
    }

    [Fact]
    public async Task ModelInfer_UnexpectedException_LeaksNothing()
    {
        await using var server = await GrpcServer.StartAsync(new ThrowingPredictor(new FormatException("/secret")));
        server.Server.ExpectsErrors = true;
        var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1));
        Assert.Equal(13, reply.Status);
        Assert.DoesNotContain("secret", reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelInfer_UnavailableModel_AsksForARetry()
    {
        await using var server = await GrpcServer.StartAsync(
            new ThrowingPredictor(InferenceException.Unavailable("busy")));
        var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1));
        Assert.Equal((14, "busy", "1000"), (reply.Status, reply.Message, reply.Get("grpc-retry-pushback-ms")));
    }

    [Fact]
    public async Task ModelInfer_HeadersOfTheModel_AreSentExceptThoseOfGrpc()
    {
        var predictor = new EchoPredictor
        {
            OnPredict = static (request, response) =>
            {
                response.Headers["x-latency"] = request.Headers["x-ask"];
                response.Headers["grpc-status"] = "9";
            },
        };
        await using var server = await GrpcServer.StartAsync(predictor);
        var reply = await server.Client.CallAsync(
            "ModelInfer", Requests.Raw("m", 1), static message => message.Headers.Add("x-ask", "12"));
        Assert.Equal((0, "12"), (reply.Status, reply.Get("x-latency")));
        Assert.False(reply.IsTrailersOnly);
    }

    [Fact]
    public async Task ModelInfer_DecoupledModel_IsUnimplemented()
    {
        await using var server = await GrpcServer.StartAsync(new RepeatPredictor());
        Assert.Equal(12, (await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1))).Status);
    }

    [Theory]
    [InlineData("1n", 4)]
    [InlineData("0S", 4)]
    [InlineData("100m", 4)]
    [InlineData("abc", 3)]
    [InlineData("999999999H", 3)]
    public async Task ModelInfer_Timeout_EndsTheCall(string timeout, int status)
    {
        var predictor = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(predictor);
        var reply = await server.Client.CallAsync(
            "ModelInfer", Requests.Raw("m", 1), message => message.Headers.Add("grpc-timeout", timeout));
        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task ModelInfer_HugeTimeout_IsTaken()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync(
            "ModelInfer", Requests.Raw("m", 1), static message => message.Headers.Add("grpc-timeout", "99999999H"));
        Assert.Equal(0, reply.Status);
    }

    [Fact]
    public async Task ModelInfer_TimeOfTheModel_EndsTheCall()
    {
        var predictor = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(builder => builder.AddPredictor(
            "m", _ => predictor, static model => model.Options.RequestTimeout = TimeSpan.FromMilliseconds(50)));
        Assert.Equal(4, (await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1))).Status);
        await predictor.Cancelled;
    }

    [Fact]
    public async Task ModelInfer_TimeOfTheServer_EndsTheCall()
    {
        var predictor = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(
            predictor, static options => options.MaxCallDuration = TimeSpan.FromMilliseconds(50));
        Assert.Equal(4, (await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1))).Status);
        await predictor.Cancelled;
    }

    [Fact]
    public async Task ModelInfer_ClientLeaves_CancelsThePredictor()
    {
        var predictor = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(predictor);
        using var leave = new CancellationTokenSource();
        var call = server.Client.CallAsync(
            "ModelInfer",
            GrpcTestClient.Frame(Requests.Raw("m", 1).ToByteArray()),
            cancellationToken: leave.Token);
        await predictor.Entered;
        await leave.CancelAsync();
        await predictor.Cancelled;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_OtherContentType_IsUnsupportedMediaType()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        foreach (var type in new[] { "application/json", "application/grpc-web", "application/grpc+json" })
        {
            var reply = await server.Client.CallAsync(
                "ServerLive",
                new ServerLiveRequest(),
                message => message.Content!.Headers.ContentType = new MediaTypeHeaderValue(type));
            Assert.Equal(415, reply.Http);
        }
    }

    [Fact]
    public async Task Call_ContentTypeWithProto_IsTaken()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync(
            "ServerLive",
            new ServerLiveRequest(),
            static message =>
                message.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/grpc+proto"));
        Assert.Equal(0, reply.Status);
    }

    [Theory]
    [InlineData("/inference.GRPCInferenceService/Nothing")]
    [InlineData("/inference.GRPCInferenceService/modelinferx")]
    [InlineData("/inference.Other/ModelInfer")]
    [InlineData("/grpc.health.v1.Health/Nothing")]
    public async Task Call_UnknownMethod_IsUnimplemented(string path)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync(path, new ServerLiveRequest());
        Assert.Equal((200, 12, true), (reply.Http, reply.Status, reply.IsTrailersOnly));
    }

    [Fact]
    public async Task Call_ServiceOfOthers_IsLeftToTheApplication()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        Assert.Equal(404, (await server.Client.CallAsync("/their.Service/Method", new ServerLiveRequest())).Http);
    }

    [Fact]
    public async Task Call_OverHttp1_IsRefused()
    {
        await using var server = await KServeServer.StartAsync(
            static builder => builder.AddPredictor("m", static _ => new EchoPredictor()));
        using var content = new ByteArrayContent(GrpcTestClient.Frame([]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await server.PostAsync("/inference.GRPCInferenceService/ServerLive", content);
        Assert.Equal(426, (int)response.StatusCode);
    }
}
