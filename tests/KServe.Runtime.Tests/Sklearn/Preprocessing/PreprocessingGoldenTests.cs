using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Holds transformers against the answers of scikit-learn 1.2.1 for many options and rows.</summary>
public sealed class PreprocessingGoldenTests
{
    private const string Group = "sklearn-preprocessing";

    public static TheoryData<string> Cases => new(FixtureCase.Names(Group));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_RowsOfTheCase_AnswersAsTheLibrary(string name)
    {
        var fixture = FixtureCase.Load(Group, name);
        Assert.All(fixture.ModelFiles, file =>
        {
            var estimator = EstimatorAnswers.Load(file);
            Assert.All(fixture.Outputs, output =>
                EstimatorAnswers.AssertAnswers(estimator, output, fixture.Inputs[0].ToTable()));
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_RowsThatTheLibraryRefuses_AreRefused(string name)
    {
        var fixture = FixtureCase.Load(Group, name);
        var estimator = EstimatorAnswers.Load(fixture.ModelFiles[0]);
        Assert.All(fixture.Expected.GetProperty("refuses").EnumerateArray().ToArray(), refusal =>
        {
            var features = new Features(new FixtureInput(refusal.GetProperty("input")).ToTable());
            var error = Assert.Throws<InferenceException>(() =>
                EstimatorAnswers.Compute(estimator, refusal.GetProperty("method").GetString()!, features));
            Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        });
    }
}
