using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Every output of every file of the models of scikit-learn equals the library's own.</summary>
public sealed class SklearnParityTests
{
    public static TheoryData<string, string> Cases =>
    [
        .. FixtureCase.Names("sklearn").Select(static name => ("sklearn", name)),
        .. FixtureCase.Names("sklearn-models").Select(static name => ("sklearn-models", name)),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_EveryOutputOfEveryFile_EqualsTheLibrary(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        Assert.All(fixture.ModelFiles, path => SklearnParity.AssertFile(fixture, path));
    }

    public static TheoryData<string, string> RefusingCases =>
    [
        .. Cases.Select(static row => row.Data).Where(static data =>
            FixtureCase.Load(data.Item1, data.Item2).Expected.TryGetProperty("refuses", out var refuses)
            && refuses.GetArrayLength() > 0),
    ];

    [Theory]
    [MemberData(nameof(RefusingCases))]
    public void Compute_RowsThatTheLibraryRefuses_AreRefusedInItsWords(string group, string name) =>
        SklearnParity.AssertRefusals(FixtureCase.Load(group, name));
}
