namespace KServe.Core.Tests.Tensors;

public sealed class TensorShapeTests
{
    [Theory]
    [InlineData(new long[0], 1)]
    [InlineData(new long[] { 1, 1000 }, 1000)]
    [InlineData(new long[] { 0 }, 0)]
    [InlineData(new long[] { 0, 4611686018427387904 }, 0)]
    [InlineData(new long[] { 4611686018427387904, 4, 0 }, 0)]
    [InlineData(new[] { long.MaxValue }, long.MaxValue)]
    public void GetElementCount_FixedShape_MultipliesDimensions(long[] dimensions, long expected) =>
        Assert.Equal(expected, TensorShape.Create(dimensions).GetElementCount());

    [Theory]
    [InlineData(new long[] { 16, 1152921504606846978 })]
    [InlineData(new long[] { 4, 1152921504606846978, 2 })]
    [InlineData(new long[] { 4294967296, 4294967296 })]
    [InlineData(new long[] { -1 })]
    public void GetElementCount_OverflowOrUnknown_Throws(long[] dimensions)
    {
        var error = Assert.Throws<InferenceException>(() => TensorShape.Create(dimensions).GetElementCount());
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void Create_NegativeOrTooManyDimensions_Throws()
    {
        Assert.Throws<InferenceException>(() => TensorShape.Create([2, -5]));
        Assert.Throws<InferenceException>(() => TensorShape.Create(new long[1000]));
        Assert.Equal(TensorShape.MaxRank, TensorShape.Create(new long[TensorShape.MaxRank]).Rank);
    }

    [Fact]
    public void Accepts_UnknownDimensions_FitAnySize()
    {
        TensorShape declared = [-1, 4];
        Assert.True(declared.Accepts([7, 4]));
        Assert.False(declared.Accepts([7, 5]));
        Assert.False(declared.Accepts([4]));
    }

    [Fact]
    public void Equals_SameDimensions_AreEqualWithEqualHashes()
    {
        TensorShape left = [1, 2];
        TensorShape right = [1, 2];
        Assert.True(left == right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.True(left != [2, 1]);
        Assert.Equal("[1,2]", left.ToString());
        Assert.Equal("[]", default(TensorShape).ToString());
    }
}
