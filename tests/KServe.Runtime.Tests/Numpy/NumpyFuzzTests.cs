using KServe.Runtime.Files;
using KServe.Runtime.Numpy;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Numpy;

/// <summary>Damaged files give errors of one type, in bounded memory; a hang would hang the test.</summary>
public sealed class NumpyFuzzTests
{
    private const long MostMemory = 64L * 1024 * 1024;

    [Theory]
    [InlineData("npy_fortran_order", "fortran_int.npy", 4000)]
    [InlineData("npy_strings", "u.npy", 3000)]
    [InlineData("npy_dtypes", "t_c16.npy", 3000)]
    public void Read_DamagedNpy_RefusesOrReads(string name, string file, int count) => AssertSafe(
        name,
        file,
        count,
        static bytes =>
        {
            using var stream = new MemoryStream(bytes, writable: false);
            NpyReader.Read(new FileSource(stream, bytes.Length, isExact: true, TestContext.Current.CancellationToken));
        });

    [Theory]
    [InlineData("npz_stored", "arrays.npz", 4000)]
    [InlineData("npz_compressed", "arrays.npz", 4000)]
    public void Read_DamagedNpz_RefusesOrReads(string name, string file, int count) => AssertSafe(
        name,
        file,
        count,
        static bytes =>
        {
            using var stream = new MemoryStream(bytes, writable: false);
            NpzFile.Read(stream, TestContext.Current.CancellationToken);
        });

    private static void AssertSafe(string name, string file, int count, Action<byte[]> read)
    {
        var original = File.ReadAllBytes(Path.Combine(FixtureCase.Root, "tensors", name, file));
        var refused = 0;
        foreach (var bytes in Mutation.Mutate(original, count, seed: 20260102))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Record.Exception(() => read(bytes));
            var used = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(exception is null or InvalidDataException, $"{exception}\n{Convert.ToHexString(bytes)}");
            Assert.True(used < MostMemory, $"{used} bytes for {Convert.ToHexString(bytes)}");
            refused += exception is null ? 0 : 1;
        }

        Assert.InRange(refused, count / 10, count);
    }
}
