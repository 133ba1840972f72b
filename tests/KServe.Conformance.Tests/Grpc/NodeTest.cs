using System.Text.Json.Nodes;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Grpc;

/// <summary>Calls the server with grpc-js.</summary>
public abstract class NodeTest(ServerFixture fixture) : ConformanceTest(fixture)
{
    private protected const string OneFloat =
        """{"name":"x","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1.5]}}""";

    private protected Task<GrpcReply> CallAsync(string rpc, string message = "{}", string shape = "oip") =>
        CallAsync(new GrpcRequest(rpc) { Message = JsonNode.Parse(message), Shape = shape });

    private protected async Task<GrpcReply> CallAsync(GrpcRequest request) =>
        await (await Fixture.GetNodeAsync()).CallAsync(Server.Grpc, request, Cancellation);

    private protected async Task<GrpcPending> BeginAsync(GrpcRequest request) =>
        await (await Fixture.GetNodeAsync()).BeginAsync(Server.Grpc, request);

    private protected static JsonNode Infer(string model, string inputs = OneFloat) =>
        JsonNode.Parse($$"""{"model_name":"{{model}}","inputs":[{{inputs}}]}""")!;

    private protected static JsonNode Repeat(int count, bool fails = false) => JsonNode.Parse($$$"""
        {"model_name":"repeat","id":"r{{{count}}}",{{{(fails ? """ "parameters":{"fail":{"bool_param":true}}, """ : "")}}}
         "inputs":[{"name":"count","datatype":"INT32","shape":[1],"contents":{"int_contents":[{{{count}}}]}}]}
        """)!;
}
