using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn;

namespace KServe.Runtime.Tests.Sklearn;

public sealed class CsrReaderTests
{
    [Fact]
    public void Read_SoundMatrix_SortsTheEntriesOfEachRow()
    {
        var matrix = CsrReader.Read(Make([0, 2, 3], [2, 0, 1], [5, 6, 7], 2, 3));
        Assert.NotNull(matrix);
        Assert.Equal([0, 2, 1], matrix.Columns);
        Assert.Equal([6, 0, 5, 0, 7, 0], matrix.ToDense().Values);
    }

    [Theory]
    [InlineData(new long[] { 0, 2, 3 }, new long[] { 2, 0, 3 }, 2L, 3L)]
    [InlineData(new long[] { 0, 2, 3 }, new long[] { 2, 0, -1 }, 2L, 3L)]
    [InlineData(new long[] { 0, 3, 2 }, new long[] { 2, 0, 1 }, 2L, 3L)]
    [InlineData(new long[] { 1, 2, 3 }, new long[] { 2, 0, 1 }, 2L, 3L)]
    [InlineData(new long[] { 0, 2 }, new long[] { 2, 0, 1 }, 2L, 3L)]
    [InlineData(new long[] { 0, 2, 3 }, new long[] { 2, 0 }, 2L, 3L)]
    [InlineData(new long[] { 0, 2, 3 }, new long[] { 2, 0, 1 }, -1L, 3L)]
    [InlineData(new long[] { 0, 2, 3 }, new long[] { 2, 0, 1 }, 2L, 1L << 40)]
    [InlineData(new long[] { 0, 2, 3 }, new long[] { 2, 0, 1 }, 1L << 40, 3L)]
    public void Read_PartsThatContradict_Throws(long[] starts, long[] columns, long rowCount, long columnCount) =>
        Assert.Throws<InvalidDataException>(() =>
            CsrReader.Read(Make(starts, columns, [5, 6, 7], rowCount, columnCount)));

    [Fact]
    public void ReadDense_WidthWithoutBytes_IsRefused() =>
        Assert.Throws<InvalidDataException>(static () =>
            CsrReader.ReadDense(Make([0, 2, 3], [2, 0, 1], [5, 6, 7], 2, int.MaxValue)));

    [Fact]
    public void Read_AnythingElse_IsNull()
    {
        Assert.Null(CsrReader.Read("text"));
        Assert.Null(CsrReader.Read(new PickleInstance(new PickleClass("sklearn.svm", "csr_matrix"), [])));
    }

    private static PickleInstance Make(
        long[] starts, long[] columns, double[] values, long rowCount, long columnCount)
    {
        var state = new PickleDictionary();
        state.Set("_shape", new object?[] { rowCount, columnCount });
        state.Set("indptr", MakeIntegers(starts));
        state.Set("indices", MakeIntegers(columns));
        state.Set("data", DescriptionEditor.Doubles([values.Length], values));
        return new PickleInstance(new PickleClass("scipy.sparse._csr", "csr_matrix"), []) { State = state };
    }

    private static NumpyArray MakeIntegers(long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return new NumpyArray(new NumpyType(NumpyKind.Signed, sizeof(long)), [values.Length], bytes);
    }
}
