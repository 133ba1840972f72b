using Google.Protobuf;
using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Param = KServe.Protocol.Tests.Grpc.Generated.InferParameter;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class ModelStreamInferTests
{
    private const string WantsFinal = "triton_enable_empty_final_response";
    private const string Final = "triton_final_response";

    [Fact]
    public async Task Stream_ManyRequests_AreAnsweredInOrder()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        using var stream = await GrpcStream.OpenAsync(server.Client);
        for (var i = 0; i < 20; i++)
        {
            var request = Requests.Raw("m", i, i + 1);
            await stream.SendAsync(request);
            var response = await stream.ReadAsync();
            Assert.Equal("", response.ErrorMessage);
            Assert.Equal(request.RawInputContents, response.InferResponse.RawOutputContents);
        }

        stream.Complete();
        Assert.Equal(0, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task Stream_RequestFails_GoesOnWithTheNext()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        using var stream = await GrpcStream.OpenAsync(server.Client);
        await stream.SendAsync(Requests.Raw("none", 1));
        var failed = await stream.ReadAsync();
        Assert.Equal("Model with name none does not exist.", failed.ErrorMessage);
        Assert.Equal("7", failed.InferResponse.Id);

        var wrong = Requests.Raw("m", 1);
        wrong.Inputs[0].Datatype = "INT33";
        await stream.SendAsync(wrong);
        Assert.Contains("INT33", (await stream.ReadAsync()).ErrorMessage, StringComparison.Ordinal);

        await stream.SendAsync(Requests.Raw("m", 1));
        Assert.Equal("", (await stream.ReadAsync()).ErrorMessage);
        stream.Complete();
        Assert.Equal(0, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task Stream_DecoupledModel_GivesManyResponsesAndTheFinalOneOnDemand()
    {
        await using var server = await GrpcServer.StartAsync(new RepeatPredictor());
        using var stream = await GrpcStream.OpenAsync(server.Client);
        var request = Requests.Typed("m", 5, 6, 7);
        request.Parameters[WantsFinal] = new Param { BoolParam = true };
        await stream.SendAsync(request);
        for (var i = 5; i <= 7; i++)
        {
            var response = (await stream.ReadAsync()).InferResponse;
            Assert.Equal(i, response.Outputs[0].Contents.IntContents[0]);
            Assert.False(response.Parameters[Final].BoolParam);
        }

        var final = (await stream.ReadAsync()).InferResponse;
        Assert.True(final.Parameters[Final].BoolParam);
        Assert.Empty(final.Outputs);
        Assert.Equal("7", final.Id);

        await stream.SendAsync(Requests.Typed("m"));
        await stream.SendAsync(Requests.Typed("m", 9));
        Assert.Equal(9, (await stream.ReadAsync()).InferResponse.Outputs[0].Contents.IntContents[0]);
        stream.Complete();
        Assert.Equal(0, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task Stream_OrdinaryModel_MarksItsOneResponseAsFinalOnDemand()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        using var stream = await GrpcStream.OpenAsync(server.Client);
        var request = Requests.Raw("m", 1);
        request.Parameters[WantsFinal] = new Param { BoolParam = true };
        await stream.SendAsync(request);
        Assert.True((await stream.ReadAsync()).InferResponse.Parameters[Final].BoolParam);
        stream.Complete();
        Assert.Equal(0, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task Stream_Silent_IsEndedByTheIdleTimer()
    {
        await using var server = await GrpcServer.StartAsync(
            new EchoPredictor(), static options => options.StreamIdleTimeout = TimeSpan.FromMilliseconds(50));
        using var stream = await GrpcStream.OpenAsync(server.Client);
        Assert.Equal(4, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task Stream_DeadlineOfTheClient_EndsIt()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        using var stream = await GrpcStream.OpenAsync(
            server.Client, static message => message.Headers.Add("grpc-timeout", "50m"));
        Assert.Equal(4, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task Stream_TimeOfTheModel_FailsTheRequestAlone()
    {
        var gated = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(builder => builder
            .AddPredictor("slow", _ => gated, static model =>
                model.Options.RequestTimeout = TimeSpan.FromMilliseconds(50))
            .AddPredictor("m", static _ => new EchoPredictor()));
        using var stream = await GrpcStream.OpenAsync(server.Client);
        await stream.SendAsync(Requests.Raw("slow", 1));
        Assert.Equal("The deadline has passed.", (await stream.ReadAsync()).ErrorMessage);
        await stream.SendAsync(Requests.Raw("m", 1));
        Assert.Equal("", (await stream.ReadAsync()).ErrorMessage);
    }

    [Fact]
    public async Task Stream_BrokenFrame_EndsIt()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var body = GrpcTestClient.Frame(Requests.Raw("m", 1).ToByteArray()).Append((byte)2).ToArray();
        var reply = await server.Client.CallAsync("ModelStreamInfer", body);
        Assert.Equal(13, reply.Status);
        var response = ModelStreamInferResponse.Parser.ParseFrom(Assert.Single(reply.Messages).Data);
        Assert.Equal("", response.ErrorMessage);
    }

    [Fact]
    public async Task Stream_ClientLeaves_CancelsThePredictor()
    {
        var predictor = new GatedPredictor();
        await using var server = await GrpcServer.StartAsync(predictor);
        using var leave = new CancellationTokenSource();
        var call = server.Client.CallAsync(
            "ModelStreamInfer",
            GrpcTestClient.Frame(Requests.Raw("m", 1).ToByteArray()),
            cancellationToken: leave.Token);
        await predictor.Entered;
        await leave.CancelAsync();
        await predictor.Cancelled;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Stream_ServerStops_EndsTheWait()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        using var stream = await GrpcStream.OpenAsync(server.Client);
        await stream.SendAsync(Requests.Raw("m", 1));
        await stream.ReadAsync();
        server.Server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(14, (await stream.ReadEndAsync()).Status);
    }
}
