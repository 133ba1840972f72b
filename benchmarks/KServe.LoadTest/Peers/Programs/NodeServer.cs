using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Peers.Programs;

/// <summary>Node.js: its HTTP server with onnxruntime-node or JSON alone, or grpc-js.</summary>
/// <param name="isJsonAlone">Whether models are replaced by what costs next to nothing.</param>
internal sealed class NodeServer(bool isJsonAlone)
    : PeerServer(isJsonAlone ? PeerNames.NodeJson : ServerNames.Node, Found)
{
    private const string Program = "node";
    private const string Install = $"Node.js 20 or later, then npm ci --prefix {PeerFiles.NodeFolder}";
    private static readonly Lazy<PeerTool> Found = new(Find);

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Mode == LoadMode.Closed && scenario.Name switch
        {
            ScenarioNames.Iris or ScenarioNames.Json or ScenarioNames.JsonWidened => true,
            ScenarioNames.Grpc or ScenarioNames.GrpcLarge => !isJsonAlone,
            _ => false,
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> CreateArguments(Scenario scenario)
    {
        if (scenario.Request.Protocol == WireProtocol.Grpc)
        {
            return [Script("grpc.js"), PeerFiles.Get("tests/KServe.Conformance.Tests/node/protos/open_inference.proto")];
        }

        var model = Path.Combine(ModelFolders.IrisOnnx, "model.onnx");
        return isJsonAlone ? [Script("http.js"), model, "--json-alone"] : [Script("http.js"), model];
    }

    private static string Script(string name) => PeerFiles.Get(Path.Combine(PeerFiles.NodeFolder, name));

    private static PeerTool Find() => new(Program, ToolProbe.ReadLine(Program, Script("versions.js")), Install);
}
