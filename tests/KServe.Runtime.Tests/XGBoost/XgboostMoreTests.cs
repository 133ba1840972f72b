using KServe.Runtime.Tests.Support;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Tests.XGBoost;

/// <summary>Holds cases that <c>Golden/make_xgboost.py</c> made with the library.</summary>
public sealed class XgboostMoreTests
{
    public static TheoryData<string, string> Files =>
    [
        .. FixtureCase.Names("xgboost_more").SelectMany(static name => FixtureCase.Load("xgboost_more", name).ModelFiles
            .Select(file => new TheoryDataRow<string, string>(name, Path.GetFileName(file)))),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_GoldenFile_GivesEveryOutputOfTheLibrary(string name, string file)
    {
        var fixture = FixtureCase.Load("xgboost_more", name);
        var model = XgboostReader.Load(Path.Combine(fixture.Folder, file), CancellationToken.None);
        ModelOutputs.AssertMatch(fixture, model);
    }
}
