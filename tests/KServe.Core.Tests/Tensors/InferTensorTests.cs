using System.Text;

namespace KServe.Core.Tests.Tensors;

public sealed class InferTensorTests
{
    private readonly TensorPool _pool = new();

    [Fact]
    public void Rent_ThenDispose_ReturnsMemoryOnce()
    {
        var tensor = InferTensor.Rent<float>(_pool, "x", [1, 3], [1, 2, 3]);
        Assert.Equal([1f, 2, 3], tensor.AsSpan<float>().ToArray());
        Assert.Equal((12, 1), (_pool.RentedBytes, _pool.RentedCount));

        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal((0, 0), (_pool.RentedBytes, _pool.RentedCount));
        Assert.Throws<ObjectDisposedException>(() => tensor.Data);
    }

    [Fact]
    public void Alias_AfterDispose_LeavesMemoryToTheOwner()
    {
        using var tensor = InferTensor.Rent<int>(_pool, "x", [2], [1, 2]);
        var alias = tensor.Alias("y");
        alias.Dispose();
        Assert.Equal([1, 2], tensor.AsSpan<int>().ToArray());
        Assert.Equal(1, _pool.RentedCount);
    }

    [Fact]
    public void AsSpan_OtherType_ThrowsNamingTheTensor()
    {
        var tensor = InferTensor.Create<float>("score", [1], 1f);
        var error = Assert.Throws<InferenceException>(() => tensor.AsSpan<int>());
        Assert.Contains("score", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsTensorSpan_Matrix_HasItsShape()
    {
        var tensor = InferTensor.Create<double>("x", [2, 3], 1, 2, 3, 4, 5, 6);
        var matrix = tensor.AsTensorSpan<double>();
        Assert.Equal(6, matrix[1, 2]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void FromMemory_WrongLength_Throws(int length)
    {
        var error = Assert.Throws<InferenceException>(
            () => InferTensor.FromMemory("x", TensorDataType.FP32, [2], new byte[length]));
        Assert.Contains("needs 8 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rent_TooLarge_ThrowsBeforeAllocating()
    {
        Assert.Throws<InferenceException>(() => InferTensor.Rent(_pool, "x", TensorDataType.FP64, [1L << 40]));
        Assert.Throws<InferenceException>(() => InferTensor.Rent(_pool, "x", TensorDataType.FP64, [1L << 62, 8]));
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Create_WrongNumberOfValues_Throws() =>
        Assert.Throws<InferenceException>(() => InferTensor.Create<float>("x", [3], 1, 2));

    [Theory]
    [InlineData("a", "", "Grüße", "🙂", "a\0b")]
    public void ToStrings_RentedTexts_RoundTrip(params string[] texts)
    {
        using var tensor = BytesTensor.Rent(_pool, "t", [texts.Length], texts);
        Assert.Equal(texts, tensor.ToStrings());
    }

    [Fact]
    public void FromMemory_BrokenBytesLayout_Throws()
    {
        byte[][] broken =
        [
            [0xFF, 0xFF, 0xFF, 0xFF], [2, 0, 0, 0, 1], [1, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0],
        ];
        foreach (var data in broken)
        {
            Assert.Throws<InferenceException>(() => InferTensor.FromMemory("t", TensorDataType.BYTES, [1], data));
        }

        var one = InferTensor.FromMemory("t", TensorDataType.BYTES, [1], (byte[])[1, 0, 0, 0, .. Encoding.UTF8.GetBytes("x")]);
        Assert.Equal(["x"], one.ToStrings());
    }
}
