namespace KServe.Core.Tests.Tensors;

public sealed class TensorDataTypeTests
{
    public static TheoryData<string, int> Known => new()
    {
        { "BOOL", 1 }, { "UINT8", 1 }, { "UINT16", 2 }, { "UINT32", 4 }, { "UINT64", 8 }, { "INT8", 1 },
        { "INT16", 2 }, { "INT32", 4 }, { "INT64", 8 }, { "FP16", 2 }, { "FP32", 4 }, { "FP64", 8 },
        { "BYTES", 0 }, { "BF16", 2 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void TryParse_KnownName_GivesNameAndSizeBack(string name, int size)
    {
        Assert.True(TensorDataTypes.TryParse(name, out var fromText));
        Assert.True(TensorDataTypes.TryParse(System.Text.Encoding.UTF8.GetBytes(name), out var fromUtf8));
        Assert.Equal(fromText, fromUtf8);
        Assert.Equal(name, fromText.GetName());
        Assert.Equal(size, fromText.GetElementSize());
    }

    [Theory]
    [InlineData("")]
    [InlineData("fp32")]
    [InlineData("FP33")]
    [InlineData("FP32 ")]
    [InlineData("BYTES\0")]
    [InlineData("UINT128")]
    public void TryParse_OtherName_Fails(string name)
    {
        Assert.False(TensorDataTypes.TryParse(name, out _));
        Assert.False(TensorDataTypes.TryParse(System.Text.Encoding.UTF8.GetBytes(name), out _));
    }

    [Fact]
    public void Of_EveryStoredType_IsStoredAsItself()
    {
        Assert.True(TensorDataTypes.Of<float>().IsStoredAs<float>());
        Assert.True(TensorDataTypes.Of<Half>().IsStoredAs<Half>());
        Assert.True(TensorDataTypes.Of<bool>().IsStoredAs<bool>());
        Assert.True(TensorDataType.BF16.IsStoredAs<ushort>());
        Assert.False(TensorDataType.FP32.IsStoredAs<int>());
        Assert.Throws<NotSupportedException>(() => TensorDataTypes.Of<decimal>());
    }
}
