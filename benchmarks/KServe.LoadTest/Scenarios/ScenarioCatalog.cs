using KServe.LoadTest.Peers;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Scenarios;

/// <summary>Knows the scenarios.</summary>
internal static class ScenarioCatalog
{
    private static readonly Lazy<IReadOnlyList<Scenario>> Scenarios = new(CreateAll);

    /// <summary>Gets all scenarios, in the order of the table.</summary>
    public static IReadOnlyList<Scenario> All => Scenarios.Value;

    /// <summary>Gets one scenario.</summary>
    /// <exception cref="InvalidOperationException">There is none of this name.</exception>
    public static Scenario Get(string name) => All.First(scenario => scenario.Name == name);

    private static IReadOnlyList<Scenario> CreateAll()
    {
        var small = new NormalPayload(1000);
        var large = new NormalPayload(150_528);
        var iris = IrisRequest.Create();
        var grpc = IdentityRequests.Grpc(small);
        return
        [
            new Scenario
            {
                Name = ScenarioNames.Iris,
                Title = "iris, V1 JSON 1×4",
                Model = ScenarioModel.Iris,
                Request = iris,
            },
            Identity(
                ScenarioNames.Json,
                "identity, V2 JSON FP32 [1,1000]",
                IdentityRequests.Json(small, small.WriteShortest())),
            Identity(
                ScenarioNames.JsonWidened,
                "identity, V2 JSON FP32 [1,1000], 17 digits",
                IdentityRequests.Json(small, small.WriteWidened())),
            Identity(ScenarioNames.Binary, "identity, V2 binary FP32 [1,1000]", IdentityRequests.Binary(small)),
            Identity(
                ScenarioNames.BinaryLarge,
                "identity, V2 binary FP32 [1,150528]",
                IdentityRequests.Binary(large)) with
            {
                Connections = 4,
            },
            Identity(ScenarioNames.Grpc, "identity, V2 gRPC raw FP32 [1,1000]", grpc) with
            {
                Connections = 4,
                Streams = 8,
            },
            Identity(
                ScenarioNames.GrpcLarge,
                "identity, V2 gRPC raw FP32 [1,150528]",
                IdentityRequests.Grpc(large)) with
            {
                Connections = 4,
            },
            new Scenario
            {
                Name = ScenarioNames.IrisOpen,
                Title = "iris, V1 JSON 1×4, at 50 % of saturation",
                Model = ScenarioModel.Iris,
                Request = iris,
                Mode = LoadMode.Open,
                Connections = 64,
            },
            Identity(ScenarioNames.GrpcOpen, "identity, V2 gRPC raw FP32 [1,1000], at 50 % of saturation", grpc) with
            {
                Mode = LoadMode.Open,
                Connections = 8,
                Streams = 16,
            },
            new Scenario
            {
                Name = ScenarioNames.IrisSteady,
                Title = "iris, V1 JSON 1×4, for a minute",
                Model = ScenarioModel.Iris,
                Request = iris,
                Mode = LoadMode.Steady,

                // The concurrent collector makes a full collection each 100 seconds by its clock, whatever the requests
                // do; the run is to tell what the requests cause.
                Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["DOTNET_gcConcurrent"] = "0",
                },
            },
            .. PeerCatalog.CreateScenarios(),
            PerCall(ScenarioNames.Batching, "1 ms per call, 64 requests at once") with { Connections = 8, Streams = 8 },
            PerCall(ScenarioNames.BatchingSingle, "1 ms per call, one request at a time") with { Connections = 1 },
        ];
    }

    private static Scenario Identity(string name, string title, LoadRequest request) => new()
    {
        Name = name,
        Title = title,
        Model = ScenarioModel.Identity,
        Request = request,
    };

    private static Scenario PerCall(string name, string title) => new()
    {
        Name = name,
        Title = title,
        Model = ScenarioModel.PerCall,
        Request = IdentityRequests.Grpc(new NormalPayload(PerCallPredictor.Columns), PerCallPredictor.Model),
        Baseline = ServerNames.KServe,
    };
}
