namespace KServe.Runtime.Tests.Support;

/// <summary>Keeps the fixtures themselves whole: a case that does not read would be a test that cannot fail.</summary>
public sealed class FixtureFilesTests
{
    [Theory]
    [InlineData("sklearn", 65)]
    [InlineData("xgboost", 16)]
    [InlineData("xgboost_more", 28)]
    [InlineData("lightgbm", 14)]
    [InlineData("pmml", 15)]
    public void Load_EveryCase_HasRowsOutputsAndFiles(string group, int count)
    {
        var cases = FixtureCase.Names(group).Select(name => FixtureCase.Load(group, name)).ToArray();
        Assert.Equal(count, cases.Length);
        Assert.All(cases, static fixture =>
        {
            Assert.All(fixture.ModelFiles, static file => Assert.True(File.Exists(file), file));
            Assert.All(fixture.Inputs, static input => Assert.Equal(input.RowCount, input.ToTable().RowCount));
            Assert.NotEmpty(fixture.Outputs);
        });
    }
}
