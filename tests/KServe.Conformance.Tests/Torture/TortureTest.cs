using System.Text.Json;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Sends rows of the torture list and checks status, error and invariants.</summary>
public abstract class TortureTest(ServerFixture fixture) : ConformanceTest(fixture)
{
    private protected async Task RunAsync(RestCase row)
    {
        var reply = await Server.Rest.SendAsync(
            row.Method, row.Path, row.Body, row.ContentType, row.Headers, Cancellation);
        Assert.True(row.Allowed.Contains(reply.Status), $"{row.Name}: {reply.Status} {reply.Text}");
        if (reply.Status >= 400)
        {
            ErrorBody.Check(reply.Body, row.Names);
        }
        else
        {
            Assert.True(reply.Json.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
            Assert.Contains(row.Contains, reply.Text, StringComparison.Ordinal);
        }
    }

    private protected async Task<GrpcReply> RunAsync(GrpcCase row)
    {
        var node = await Fixture.GetNodeAsync();
        var reply = await node.CallAsync(
            Server.Grpc, new GrpcRequest("ModelInfer") { Message = row.Message }, Cancellation);
        Assert.True(row.Allowed.Contains(reply.Code), $"{row.Name}: {reply}");
        if (reply.Code != GrpcCode.Ok)
        {
            ErrorBody.CheckText(reply.Details);
            Assert.All(row.Names, name => Assert.Contains(name, reply.Details, StringComparison.Ordinal));
        }

        return reply;
    }
}
