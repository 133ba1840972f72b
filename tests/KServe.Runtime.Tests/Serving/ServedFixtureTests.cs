using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Serving;

/// <summary>Every fixture through a real server: found by its file, asked for every output by name.</summary>
public sealed class ServedFixtureTests(ModelServer server) : IClassFixture<ModelServer>
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var group in (string[])["sklearn", "xgboost", "lightgbm", "pmml"])
            {
                foreach (var name in FixtureCase.Names(group))
                {
                    cases.Add(group, name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Infer_EveryOutputByName_MatchesTheLibrary(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);

        // The same as pred_leaf, as another program of the library prints it.
        var outputs = fixture.Outputs.Where(static output => output.Name != "cli_leaf").ToArray();
        using var response = await BinaryClient.InferAsync(
            server.Client,
            ModelServer.GetName(group, name),
            Assert.Single(fixture.Inputs),
            outputs.Select(static output => output.Name),
            TestContext.Current.CancellationToken);
        Assert.Equal(
            outputs.Select(static output => output.Name),
            response.Outputs.Select(static output => output.Name));
        foreach (var (expected, actual) in outputs.Zip(response.Outputs))
        {
            expected.AssertMatches(actual);
        }
    }
}
