using KServe.Runtime.Tests.Support;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Tests.XGBoost;

public sealed class XgboostReaderTests
{
    public static TheoryData<string, string> Files =>
    [
        .. FixtureCase.Names("xgboost").SelectMany(static name => FixtureCase.Load("xgboost", name).ModelFiles
            .Select(file => new TheoryDataRow<string, string>(name, Path.GetFileName(file)))),
    ];

    public static TheoryData<string> Malformed => [.. MalformedFile.Names("xgboost")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_FixtureFile_GivesEveryOutputOfTheLibrary(string name, string file)
    {
        var fixture = FixtureCase.Load("xgboost", name);
        var model = XgboostReader.Load(Path.Combine(fixture.Folder, file), CancellationToken.None);
        ModelOutputs.AssertMatch(fixture, model);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Load_MalformedFile_IsRefusedWithItsName(string name)
    {
        var file = MalformedFile.Load("xgboost", name);
        var error = Record.Exception(() => XgboostReader.Load(file.Path, CancellationToken.None));
        if (error is not null || file.Must == "refuse")
        {
            var refusal = Assert.IsType<InferenceException>(error);
            Assert.StartsWith(name + ": ", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetDirectoryName(file.Path)!, refusal.Message, StringComparison.Ordinal);
        }
    }
}
