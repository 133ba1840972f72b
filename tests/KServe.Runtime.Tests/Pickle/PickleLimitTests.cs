using System.Text;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

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

    /// <summary>A few bytes that copy or walk something large, a million times over: hours, or all memory.</summary>
    [Theory]
    [InlineData("c__builtin__\nset\nq\0](", "N", 100_000, "eq\u0001", "h\0h\u0001\u0085R0")]
    [InlineData("c__builtin__\ndict\nq\0](", "N]\u0086", 30_000, "eq\u0001", "h\0h\u0001\u0085R0")]
    [InlineData("c_codecs\nencode\nq\0V", "abcdefgh", 60, "\nq\u0001Vlatin1\nq\u0002", "h\0h\u0001h\u0002\u0086R0")]
    [InlineData("}q\0V", "abcdefgh", 100_000, "\nq\u00010", "h\u0001Ns")]
    public void Read_LargeValueTakenAgainAndAgain_IsRefused(
        string start,
        string item,
        int count,
        string end,
        string step)
    {
        var opcodes = new StringBuilder(start).Insert(start.Length, item, count).Append(end);
        opcodes.Insert(opcodes.Length, step, 1_000_000);

        Assert.Equal("a pickle makes more objects than its size allows", PickleBytes.ReadError(opcodes.ToString()));
    }

    [Fact]
    public void Read_LargeStateGivenAgainAndAgain_IsRefused()
    {
        var opcodes = new StringBuilder("csklearn.a\nB\n)\u0081}(");
        for (var i = 0; i < 20_000; i++)
        {
            opcodes.Append('M').Append((char)(i & 0xFF)).Append((char)(i >> 8)).Append('N');
        }

        opcodes.Append("uq\0b").Insert(opcodes.Length, "h\0b", 1_000_000);

        Assert.Equal("a pickle makes more objects than its size allows", PickleBytes.ReadError(opcodes.ToString()));
    }

    [Fact]
    public void Read_ListChangedAfterItFilledAnArray_LeavesTheArray()
    {
        var pair = Assert.IsType<object?[]>(PickleBytes.Read(
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\u0001btR"
            + "(K\u0001(K\u0001tcnumpy\ndtype\n(VO8\nI00\nI01\ntRI00\n]q\0K\u0001atbh\0K\u0002a\u0086."));

        Assert.Single(Assert.IsType<NumpyArray>(pair[0]).Objects);
        Assert.Equal(2, Assert.IsType<List<object?>>(pair[1]).Count);
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
