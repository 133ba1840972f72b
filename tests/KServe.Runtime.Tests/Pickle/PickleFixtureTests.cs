using KServe.Runtime.Pickle;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Every model file of every scikit-learn case is read.</summary>
public sealed class PickleFixtureTests
{
    public static TheoryData<string> Cases => [.. FixtureCase.Names("sklearn")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_EveryFileOfACase_DescribesTheSameObject(string name)
    {
        var files = FixtureCase.Load("sklearn", name).ModelFiles;
        var expected = PickleFormatter.Format(PickleFile.Read(files[0], TestPolicy.Permissive, CancellationToken.None));
        Assert.Contains("sklearn.", expected, StringComparison.Ordinal);
        Assert.All(files, file =>
        {
            var actual = PickleFile.Read(file, TestPolicy.Permissive, CancellationToken.None);
            Assert.Equal(expected, PickleFormatter.Format(actual));
        });
    }
}
