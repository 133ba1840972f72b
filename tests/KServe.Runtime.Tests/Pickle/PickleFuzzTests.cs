using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Damaged files give errors of one type, in bounded memory; a hang would hang the test.</summary>
public sealed class PickleFuzzTests
{
    // the free allowance of descriptions, and the largest steps of growing memory, with room
    private const long MostMemory = 192L * 1024 * 1024;

    private static readonly string Root = Path.Combine(FixtureCase.Root, "pickle", "small_values");

    [Theory]
    [InlineData("p0.pkl", 2000)]
    [InlineData("p1.pkl", 1000)]
    [InlineData("p2.pkl", 2000)]
    [InlineData("p3.pkl", 1000)]
    [InlineData("p4.pkl", 3000)]
    [InlineData("p5.pkl", 3000)]
    [InlineData("p2.joblib", 5000)]
    [InlineData("p4.joblib", 5000)]
    [InlineData("model.joblib.zlib", 2500)]
    [InlineData("model.joblib.gzip", 2500)]
    [InlineData("model.joblib.bz2", 2000)]
    [InlineData("model.joblib.xz", 2000)]
    [InlineData("model.joblib.lzma", 2000)]
    [InlineData("model.joblib.lz4", 2500)]
    [InlineData("bz2_streams.pkl.bz2", 1000)]
    [InlineData("xz_none.pkl.xz", 1000)]
    [InlineData("xz_streams.pkl.xz", 1000)]
    [InlineData("lzma_length.pkl.lzma", 1000)]
    [InlineData("lz4_options.pkl.lz4", 1000)]
    [InlineData("zfile.pkl", 1000)]
    public void Read_DamagedFile_RefusesOrReads(string name, int count)
    {
        var refused = 0;
        foreach (var bytes in Mutation.Mutate(File.ReadAllBytes(Path.Combine(Root, name)), count, seed: 20260101))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Record.Exception(() => Read(bytes));
            var used = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(exception is null or InvalidDataException, $"{exception}\n{Convert.ToHexString(bytes)}");
            Assert.True(used < MostMemory, $"{used} bytes for {Convert.ToHexString(bytes)}");
            refused += exception is null ? 0 : 1;
        }

        Assert.InRange(refused, count / 10, count);
    }

    private static object? Read(byte[] bytes) => PickleFile.Read(
        new MemoryStream(bytes, writable: false),
        TestPolicy.Permissive,
        new JoblibCompanions(Root, TestContext.Current.CancellationToken),
        TestContext.Current.CancellationToken);
}
