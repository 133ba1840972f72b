using KServe.Runtime.Pmml;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pmml;

/// <summary>One model answers many calls at once.</summary>
public sealed class PmmlConcurrencyTests
{
    [Theory]
    [InlineData("regression_categorical_missing")]
    [InlineData("boosting_binary_chain")]
    [InlineData("scorecard")]
    public void Compute_ManyCallsAtOnce_GiveTheSameValues(string name)
    {
        var fixture = FixtureCase.Load("pmml", name);
        var model = PmmlReader.Load(fixture.ModelFiles[0], CancellationToken.None);
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, call =>
        {
            var expected = fixture.Outputs[call % fixture.Outputs.Count];
            var output = model.Outputs.Single(candidate => candidate.Name == expected.Name);
            using var tensor = model.Compute(
                fixture.Inputs[0].ToTable(), output, output.Name, new TensorPool(), CancellationToken.None);
            expected.AssertMatches(tensor);
        });
    }

    [Fact]
    public void Compute_CanceledCall_Stops()
    {
        var fixture = FixtureCase.Load("pmml", "regression_linear");
        var model = PmmlReader.Load(fixture.ModelFiles[0], CancellationToken.None);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => model.Compute(
            fixture.Inputs[0].ToTable(), model.Outputs[0], "p", new TensorPool(), source.Token));
    }
}
