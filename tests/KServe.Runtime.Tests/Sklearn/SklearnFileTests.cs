using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn;

namespace KServe.Runtime.Tests.Sklearn;

public sealed class SklearnFileTests
{
    [Fact]
    public void ReadDescription_SoundFile_GivesItsValue()
    {
        var path = Path.Combine(Support.FixtureCase.Root, "pickle", "small_values", "model.joblib.xz");

        var value = SklearnFile.ReadDescription(path, TestContext.Current.CancellationToken);

        Assert.True(Assert.IsType<PickleDictionary>(value).TryGet("numbers", out _));
    }

    [Fact]
    public void ReadDescription_MissingFile_NamesItWithoutItsFolder()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "absent", "model.joblib");

        var error = Assert.Throws<InferenceException>(
            () => SklearnFile.ReadDescription(path, TestContext.Current.CancellationToken));

        Assert.Equal("model.joblib: the file cannot be read", error.Message);
    }

    [Fact]
    public void ReadDescription_Folder_IsRefused() => Assert.Throws<InferenceException>(
        () => SklearnFile.ReadDescription(AppContext.BaseDirectory, TestContext.Current.CancellationToken));
}
