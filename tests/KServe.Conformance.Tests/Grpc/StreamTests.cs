using System.Text.Json.Nodes;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Grpc;

/// <summary>Triton's <c>ModelStreamInfer</c>.</summary>
public sealed class StreamTests(ServerFixture fixture) : NodeTest(fixture)
{
    [Fact]
    public async Task ModelStreamInfer_DecoupledModel_AnswersAsOftenAsAsked()
    {
        var reply = await CallAsync(
            new GrpcRequest("ModelStreamInfer") { Messages = [Repeat(3), Repeat(0), Repeat(2)] });
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
        Assert.Equal(["r3", "r3", "r3", "r2", "r2"], reply.Responses.Select(Id));
    }

    [Fact]
    public async Task ModelStreamInfer_OrdinaryModel_AnswersOnceEach()
    {
        var reply = await CallAsync(new GrpcRequest("ModelStreamInfer")
        {
            Messages = [Infer("identity"), Infer("identity")],
        });
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.Equal(2, reply.Responses.Count);
    }

    [Fact]
    public async Task ModelStreamInfer_ErrorAmongRequests_GoesOn()
    {
        var reply = await CallAsync(new GrpcRequest("ModelStreamInfer")
        {
            Messages = [Infer("nobody"), Infer("identity"), Repeat(1, fails: true), Infer("identity")],
        });
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
        Assert.Equal(
            [true, false, false, true, false],
            reply.Responses.Select(static message =>
                message.TryGetProperty("error_message", out var error) && error.GetString() is { Length: > 0 }));
    }

    [Fact]
    public async Task ModelStreamInfer_NoRequests_EndsWell()
    {
        var reply = await CallAsync(new GrpcRequest("ModelStreamInfer") { Messages = [] });
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.Empty(reply.Responses);
    }

    [Fact]
    public async Task ModelStreamInfer_P10HalfCloseLater_EndsThen()
    {
        var pending = await BeginAsync(new GrpcRequest("ModelStreamInfer") { Messages = [Repeat(1)], KeepOpen = true });
        Assert.False(pending.Reply.IsCompleted);
        await pending.HalfCloseAsync();
        var reply = await pending.Reply.WaitAsync(Cancellation);
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.Single(reply.Responses);
    }

    [Fact]
    public async Task ModelStreamInfer_P09CancelAmidResponses_LeavesNothing()
    {
        var reply = await CallAsync(new GrpcRequest("ModelStreamInfer")
        {
            Messages = [Repeat(1_000_000)], KeepOpen = true, CancelAfter = 3,
        });
        Assert.Equal(GrpcCode.Cancelled, reply.Code);
    }

    [Fact]
    public async Task ModelStreamInfer_P09CancelWhileTheModelRuns_StopsTheModel()
    {
        var pending = await BeginAsync(
            new GrpcRequest("ModelStreamInfer") { Messages = [Infer("slow")], KeepOpen = true });
        await Server.Slow.EnteredAsync(Cancellation);
        await pending.CancelAsync();
        await Server.Slow.CancelledAsync(Cancellation);
        Assert.Equal(GrpcCode.Cancelled, (await pending.Reply).Code);
    }

    [Fact]
    public async Task ModelStreamInfer_Deadline_EndsTheStream()
    {
        var pending = await BeginAsync(new GrpcRequest("ModelStreamInfer")
        {
            Messages = [Infer("slow")], KeepOpen = true, DeadlineMs = 300,
        });
        await Server.Slow.EnteredAsync(Cancellation);
        await Server.Slow.CancelledAsync(Cancellation);
        Assert.Equal(GrpcCode.DeadlineExceeded, (await pending.Reply).Code);
    }

    [Fact]
    public async Task ModelStreamInfer_FinalResponseAsked_EndsEachRequestWithOne()
    {
        var request = Repeat(2);
        request["parameters"] = new JsonObject
        {
            ["triton_enable_empty_final_response"] = new JsonObject { ["bool_param"] = true },
        };
        var reply = await CallAsync(new GrpcRequest("ModelStreamInfer") { Messages = [request] });
        Assert.True(reply.Code == GrpcCode.Ok, reply.ToString());
        Assert.Equal([false, false, true], reply.Responses.Select(static message => message
            .GetProperty("infer_response").GetProperty("parameters").GetProperty("triton_final_response")
            .GetProperty("bool_param").GetBoolean()));
    }

    private static string? Id(System.Text.Json.JsonElement message) =>
        message.GetProperty("infer_response").GetProperty("id").GetString();
}
