namespace KServe.Batching.Tests.Tensors;

public sealed class NumberPaddingTests
{
    [Theory]
    [InlineData(TensorDataType.BOOL, 7, "01")]
    [InlineData(TensorDataType.UINT8, 300, "FF")]
    [InlineData(TensorDataType.INT8, -300, "80")]
    [InlineData(TensorDataType.UINT16, -1, "0000")]
    [InlineData(TensorDataType.INT16, 258, "0201")]
    [InlineData(TensorDataType.UINT32, 1, "01000000")]
    [InlineData(TensorDataType.INT32, -1, "FFFFFFFF")]
    [InlineData(TensorDataType.UINT64, 1, "0100000000000000")]
    [InlineData(TensorDataType.INT64, 2.6, "0300000000000000")]
    [InlineData(TensorDataType.FP16, 1, "003C")]
    [InlineData(TensorDataType.BF16, 1, "803F")]
    [InlineData(TensorDataType.FP32, 1, "0000803F")]
    [InlineData(TensorDataType.FP64, 1, "000000000000F03F")]
    public void Fill_EveryDataType_WritesItsBytes(TensorDataType dataType, double value, string expected)
    {
        var data = new byte[2 * dataType.GetElementSize()];
        NumberPadding.Fill(data, dataType, value);
        Assert.Equal(expected + expected, Convert.ToHexString(data));
    }

    [Fact]
    public void Join_RandomShapes_EveryElementStandsAtItsPlace()
    {
        var random = new Random(7);
        var pool = new TensorPool();
        for (var round = 0; round < 200; round++)
        {
            var rank = random.Next(1, 5);
            var parts = new InferTensor[random.Next(1, 4)];
            var whole = new long[rank];
            for (var i = 0; i < parts.Length; i++)
            {
                long[] shape = [.. Enumerable.Range(0, rank).Select(_ => (long)random.Next(0, 4))];
                var values = new int[TensorShape.Create(shape).GetElementCount()];
                random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
                parts[i] = InferTensor.Rent<int>(pool, "x", TensorShape.Create(shape), values);
                whole[0] += shape[0];
                for (var dimension = 1; dimension < rank; dimension++)
                {
                    whole[dimension] = Math.Max(whole[dimension], shape[dimension]);
                }
            }

            whole[0] += random.Next(2);
            using var joined = NumberPadding.Join(parts, "x", whole, -5, pool);
            AssertJoined(parts, joined);
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }

        Assert.Equal(0, pool.RentedCount);
    }

    private static void AssertJoined(InferTensor[] parts, InferTensor joined)
    {
        var whole = joined.Shape.Dimensions.ToArray();
        var index = new long[whole.Length];
        for (var i = 0; i < joined.AsSpan<int>().Length; i++)
        {
            var rest = (long)i;
            for (var dimension = whole.Length - 1; dimension >= 0; dimension--)
            {
                (rest, index[dimension]) = Math.DivRem(rest, whole[dimension]);
            }

            Assert.Equal(Find(parts, index), joined.AsSpan<int>()[i]);
        }
    }

    private static int Find(InferTensor[] parts, long[] index)
    {
        var row = index[0];
        foreach (var part in parts)
        {
            if (row < part.Shape[0])
            {
                var place = row;
                for (var dimension = 1; dimension < index.Length; dimension++)
                {
                    if (index[dimension] >= part.Shape[dimension])
                    {
                        return -5;
                    }

                    place = (place * part.Shape[dimension]) + index[dimension];
                }

                return part.AsSpan<int>()[(int)place];
            }

            row -= part.Shape[0];
        }

        return -5;
    }
}
