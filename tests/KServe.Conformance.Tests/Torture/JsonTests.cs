using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group J of the torture list.</summary>
public sealed class JsonTests(ServerFixture fixture) : TortureTest(fixture)
{
    public static TheoryData<string> MalformedNames => [.. JsonCases.Malformed.Select(static row => row.Name)];

    public static TheoryData<string> V2Names => [.. JsonCases.V2.Select(static row => row.Name)];

    public static TheoryData<string> V1Names => [.. JsonCases.V1.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(MalformedNames))]
    public Task V2Infer_Malformed_IsRefused(string name) => RunAsync(Malformed(name));

    [Theory]
    [MemberData(nameof(MalformedNames))]
    public Task V1Predict_Malformed_IsRefused(string name) =>
        RunAsync(Malformed(name) with { Path = "/v1/models/identity:predict" });

    [Theory]
    [MemberData(nameof(MalformedNames))]
    public Task RepositoryIndex_Malformed_IsRefused(string name)
    {
        // Control routes take small bodies only, and none at all means an empty object.
        var row = Malformed(name) with
        {
            Path = "/v2/repository/index",
            Allowed = [400, 413],

            // The refusal of a large body closes the connection: clients that ask first see it in any case.
            Headers = [new("Expect", "100-continue")],
        };
        return RunAsync(row.Body.Length == 0 ? row with { Allowed = [200], Body = "{}"u8.ToArray() } : row);
    }

    [Theory]
    [MemberData(nameof(V2Names))]
    public Task V2Infer_Row_AnswersAsTold(string name) =>
        RunAsync(JsonCases.V2.Single(row => row.Name == name));

    [Theory]
    [MemberData(nameof(V1Names))]
    public Task V1Predict_Row_AnswersAsTold(string name) =>
        RunAsync(JsonCases.V1.Single(row => row.Name == name) with { Path = "/v1/models/identity:predict" });

    private static RestCase Malformed(string name) => JsonCases.Malformed.Single(row => row.Name == name);
}
