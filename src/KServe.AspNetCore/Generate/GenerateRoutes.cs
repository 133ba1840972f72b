using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore;

/// <summary>The routes of the Open Inference Protocol that generate text.</summary>
internal sealed class GenerateRoutes(RequestGate gate, GenerateErrorResponder errors, GenerateRunner runner)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var routes = new RouteTable(endpoints, gate, errors);
        foreach (var model in (ReadOnlySpan<string>)["/v2/models/{model}", "/v2/models/{model}/versions/{version}"])
        {
            routes.AddInference(model + "/generate", runner.RunWholeAsync);
            routes.AddInference(model + "/generate_stream", runner.RunStreamAsync);
        }
    }
}
