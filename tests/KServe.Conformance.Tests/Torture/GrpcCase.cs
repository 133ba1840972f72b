using System.Text.Json.Nodes;
using KServe.Conformance.Tests.Clients;

namespace KServe.Conformance.Tests.Torture;

/// <summary>One row of the torture list as a gRPC message.</summary>
/// <param name="Name">The row's id and what is sent.</param>
/// <param name="Json">The message as proto-loader reads it.</param>
internal sealed record GrpcCase(string Name, string Json)
{
    public JsonNode Message => JsonNode.Parse(Json)!;

    /// <summary>Gets the codes that are right.</summary>
    public IReadOnlyList<GrpcCode> Allowed { get; init; } = [GrpcCode.InvalidArgument];

    /// <summary>Gets what the error has to name.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Creates a request with one input to the identity model.</summary>
    public static GrpcCase Input(string name, string input) => new(
        name, $$"""{"model_name":"identity","inputs":[{{input}}]}""");
}
