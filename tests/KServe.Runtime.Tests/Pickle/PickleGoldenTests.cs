using KServe.Runtime.Pickle;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Files that Python's own pickle, joblib and compressors wrote (Golden/make_pickle.py).</summary>
public sealed class PickleGoldenTests
{
    private static readonly string Root = Path.Combine(FixtureCase.Root, "pickle");

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is not ".txt"
                && !Path.GetFileName(file).Contains(".npy", StringComparison.Ordinal))
            .Select(static file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfPython_DescribesWhatPythonWrote(string name)
    {
        var file = Path.Combine(Root, name);
        var expected = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "expected.txt"));

        var actual = PickleFile.Read(file, TestPolicy.Nothing, CancellationToken.None);

        Assert.Equal(expected, PickleFormatter.Format(actual));
    }
}
