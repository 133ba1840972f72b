namespace KServe.Batching.Tests.Tensors;

public sealed class RowCursorTests
{
    private readonly TensorPool _pool = new();

    [Fact]
    public void Next_Numbers_ViewsTheRows()
    {
        using var tensor = InferTensor.Rent<short>(_pool, "x", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
        var cursor = new RowCursor(tensor);
        cursor.Skip(1);
        var rows = cursor.Next(2);
        Assert.Equal(("x", "[2,2]"), (rows.Name, rows.Shape.ToString()));
        Assert.Equal([3, 4, 5, 6], rows.AsSpan<short>().ToArray());
        rows.AsSpan<short>()[0] = 30;
        Assert.Equal(30, tensor.AsSpan<short>()[2]);
        Assert.Equal([7, 8], cursor.Next(1).AsSpan<short>().ToArray());
        rows.Dispose();
        Assert.Equal(1, _pool.RentedCount);
    }

    [Fact]
    public void Next_Texts_FindsTheirBytesAndWhatIsMissing()
    {
        using var tensor = BytesTensor.Rent(_pool, "s", [3, 2], "a", null, "", "long text", null, "z");
        var cursor = new RowCursor(tensor);
        Assert.Equal((string?[])["a", null], cursor.Next(1).ToNullableStrings());
        cursor.Skip(1);
        Assert.Equal((string?[])[null, "z"], cursor.Next(1).ToNullableStrings());
        cursor = new RowCursor(tensor);
        cursor.Skip(1);
        Assert.Equal((string?[])["", "long text", null, "z"], cursor.Next(2).ToNullableStrings());
    }

    [Theory]
    [InlineData(new long[] { 3, 0 })]
    [InlineData(new long[] { 3, 0, 5 })]
    public void Next_EmptyRows_HaveNoBytes(long[] shape)
    {
        using var tensor = InferTensor.Rent(_pool, "x", TensorDataType.FP32, TensorShape.Create(shape));
        var cursor = new RowCursor(tensor);
        cursor.Skip(1);
        Assert.Equal((2L, 0), (cursor.Next(2).Shape[0], cursor.Tensor.Data.Length));
    }
}
