using KServe.Runtime.Numpy;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Numpy;

public sealed class NumpyMalformedTests
{
    public static TheoryData<string> Files => [.. MalformedFile.Names("numpy")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_HostileFile_RefusesNamingIt(string name)
    {
        var file = MalformedFile.Load("numpy", name);

        var exception = Record.Exception(() => Read(file.Path));

        if (file.Must == "refuse" || exception is not null)
        {
            var error = Assert.IsType<InferenceException>(exception);
            Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetDirectoryName(file.Path)!, error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(MalformedFile.Sentinel));
        Assert.False(File.Exists("escape.npy"));
    }

    [Fact]
    public void Read_MemberNamesThatClimbOut_AreOnlyNames()
    {
        var file = MalformedFile.Load("numpy", "zip_slip.npz");

        var arrays = NpzFile.Read(file.Path, TestContext.Current.CancellationToken);

        Assert.Contains(arrays.Keys, static name => name.Contains("..", StringComparison.Ordinal));
    }

    private static object Read(string path) => Path.GetExtension(path) == ".npz"
        ? NpzFile.Read(path, TestContext.Current.CancellationToken)
        : NpyFile.Read(path, TestContext.Current.CancellationToken);
}
