using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pickle;

public sealed class JoblibCompanionTests
{
    private static readonly string Folder = Path.Combine(FixtureCase.Root, "pickle", "companions");

    [Theory]
    [InlineData("../companions/model.pkl_01.npy")]
    [InlineData("sub/model.npy")]
    [InlineData("..\\\\companions\\\\model.pkl_01.npy")]
    [InlineData("/etc/passwd")]
    [InlineData("C:model.npy")]
    [InlineData("..")]
    [InlineData("")]
    public void Read_NameOfAnotherFolder_IsRefused(string name) =>
        Assert.Contains("is not beside this one", ReadError(name), StringComparison.Ordinal);

    [Fact]
    public void Read_MissingFile_IsNamed() =>
        Assert.Equal("the file 'other.npy' is missing, which holds an array", ReadError("other.npy"));

    [Fact]
    public void Read_LinkToAnotherFolder_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.CreateSymbolicLink(
                Path.Combine(folder.FullName, "linked.npy"), Path.Combine(Folder, "model.pkl_01.npy"));

            var error = ReadError("linked.npy", folder.FullName);

            Assert.Contains("outside of the model's folder", error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string ReadError(string name, string? folder = null)
    {
        var opcodes = "cjoblib.numpy_pickle\nNDArrayWrapper\n)\u0081}(Vfilename\nV" + name + "\nub.";
        return Assert.Throws<InvalidDataException>(() => PickleFile.Read(
            new MemoryStream(System.Text.Encoding.Latin1.GetBytes(opcodes)),
            TestPolicy.Nothing,
            new JoblibCompanions(Path.Combine(folder ?? Folder, "model.pkl"), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken)).Message;
    }
}
