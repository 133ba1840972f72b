using KServe.Runtime.LightGbm;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.LightGbm;

public sealed class LightGbmReaderTests
{
    public static TheoryData<string> Cases => [.. FixtureCase.Names("lightgbm")];

    public static TheoryData<string> Malformed => [.. MalformedFile.Names("lightgbm")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_FixtureFile_GivesEveryOutputOfTheLibrary(string name)
    {
        var fixture = FixtureCase.Load("lightgbm", name);
        var model = LightGbmReader.Load(fixture.ModelFiles[0], ReadOptions(fixture), CancellationToken.None);
        ModelOutputs.AssertMatch(fixture, model, except: "cli_leaf");
    }

    [Fact]
    public void Load_ModelOfTheCommandLine_GivesItsLeaves()
    {
        var fixture = FixtureCase.Load("lightgbm", "cli_trained");
        var model = LightGbmReader.Load(fixture.ModelFiles[0], options: null, CancellationToken.None);
        using var leaves = ModelOutputs.Compute(model, fixture.Inputs[0].ToTable(), "pred_leaf");
        fixture.Outputs.Single(static output => output.Name == "cli_leaf").AssertMatches(leaves);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Load_MalformedFile_IsRefusedWithItsName(string name)
    {
        var file = MalformedFile.Load("lightgbm", name);
        var error = Record.Exception(() => LightGbmReader.Load(file.Path, options: null, CancellationToken.None));
        if (error is not null || file.Must == "refuse")
        {
            var refusal = Assert.IsType<InferenceException>(error);
            Assert.StartsWith(name + ": ", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetDirectoryName(file.Path)!, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static LightGbmOptions ReadOptions(FixtureCase fixture)
    {
        var options = new LightGbmOptions();
        foreach (var output in fixture.Outputs)
        {
            if (output.Json.TryGetProperty("num_iteration", out var count))
            {
                options = output.Name.StartsWith("predict_best", StringComparison.Ordinal)
                    ? options with { BestIteration = count.GetInt32() }
                    : options with
                    {
                        RangeStart = output.Json.GetProperty("start_iteration").GetInt32(),
                        RangeCount = count.GetInt32(),
                    };
            }
        }

        return options;
    }
}
