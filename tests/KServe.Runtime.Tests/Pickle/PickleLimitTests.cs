using System.Text;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Pickle;

public sealed class PickleLimitTests
{
    [Theory]
    [InlineData((byte)'}')]
    [InlineData((byte)']')]
    [InlineData(0x8f)]
    public void Read_MillionsOfEmptyContainers_RefusesBeforeTheMemoryIsFull(byte opcode)
    {
        var bytes = new byte[3_000_000];
        bytes.AsSpan().Fill(opcode);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => PickleBytes.Read(bytes));

        Assert.Equal("a pickle makes more objects than its size allows", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }

    [Fact]
    public void Read_KeysThatWouldShareOneBucket_TakesTheTimeOfAnyOthers()
    {
        // integers hash to the exclusive or of their halves elsewhere: these would all be equal there
        var opcodes = new MemoryStream();
        opcodes.Write("}("u8);
        for (var i = 0u; i < 100_000; i++)
        {
            opcodes.Write([0x8a, 8, .. BitConverter.GetBytes(i), .. BitConverter.GetBytes(i), (byte)'N']);
        }

        opcodes.Write("u."u8);

        var dictionary = Assert.IsType<PickleDictionary>(PickleBytes.Read(opcodes.ToArray()));

        Assert.Equal(100_000, dictionary.Count);
    }

    [Fact]
    public void Read_DeepLists_NeedsNoStack()
    {
        const int depth = 100_000;

        var value = PickleBytes.Read(new string(']', depth) + new string('a', depth - 1) + ".");

        for (var i = 1; i < depth; i++)
        {
            value = Assert.IsType<List<object?>>(value)[0];
        }

        Assert.Empty(Assert.IsType<List<object?>>(value));
    }

    [Theory]
    [InlineData("K\u0001r\u00ff\u00ff\u00ff\u007f.")]
    [InlineData("K\u0001p99999999999999999999\n.")]
    [InlineData("K\u0001p-1\n.")]
    [InlineData("h\u0001.")]
    [InlineData("j\u00ff\u00ff\u00ff\u00ff.")]
    public void Read_MemoPlaceOutOfRange_IsRefused(string opcodes) =>
        Assert.Contains("memo place", PickleBytes.ReadError(opcodes), StringComparison.Ordinal);

    [Theory]
    [InlineData("(I2147483647\nI2147483647\nt")]
    [InlineData("(I0\nI2147483647\nI2147483647\nt")]
    [InlineData("(I-1\nt")]
    [InlineData("(L4294967296L\nt")]
    public void Read_ShapeTooLarge_IsRefused(string shape) => Assert.NotEmpty(PickleBytes.ReadError(
        $"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\u0001btR(K\u0001{shape}"
        + "cnumpy\ndtype\n(Vf8\nI00\nI01\ntRI00\nC\0tb."));

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => PickleBytes.Read(Encoding.Latin1.GetBytes("N."), cancellation.Token));
    }
}
