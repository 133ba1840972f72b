using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Peers.Programs;

/// <summary>FastAPI on uvicorn, with scikit-learn or with JSON alone.</summary>
/// <param name="isJsonAlone">Whether models are replaced by what costs next to nothing.</param>
internal sealed class FastApiServer(bool isJsonAlone)
    : PeerServer(isJsonAlone ? PeerNames.FastApiJson : ServerNames.FastApi, Found)
{
    private const string Install =
        "apt-get install python3-fastapi python3-uvicorn python3-uvloop python3-httptools python3-ujson "
        + "python3-sklearn python3-joblib";

    // Packages of a distribution belong to its own Python, which need not be the first in the search path.
    private static readonly string[] Programs = ["/usr/bin/python3", "python3"];
    private static readonly Lazy<PeerTool> Found = new(Find);

    private static string Script => PeerFiles.Get("benchmarks/KServe.LoadTest/Peers/python/server.py");

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Mode == LoadMode.Closed
            && scenario.Name is ScenarioNames.Iris or ScenarioNames.Json or ScenarioNames.JsonWidened;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> CreateArguments(Scenario scenario)
    {
        var model = Path.Combine(ModelFolders.Iris, "model.joblib");
        return isJsonAlone ? [Script, model, "--json-alone"] : [Script, model];
    }

    private static PeerTool Find()
    {
        foreach (var program in Programs)
        {
            if (ToolProbe.ReadLine(program, Script, "--versions") is { } versions
                && !versions.StartsWith("missing ", StringComparison.Ordinal))
            {
                return new PeerTool(program, versions, Install);
            }
        }

        return new PeerTool(Programs[0], null, Install);
    }
}
