namespace KServe.Batching.Tests;

public sealed class BatchLimitsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(100, 4)]
    public void ChooseRows_PreferredSizes_TakesTheLargestThatIsFilled(int waiting, int expected) =>
        Assert.Equal(expected, New(8, 4, 2).ChooseRows(waiting));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    public void PadRows_PreferredSizes_TakesTheNextThenTheLargest(int rows, int expected) =>
        Assert.Equal(expected, New(8, 4, 2).PadRows(rows));

    [Fact]
    public void MaxRows_SignatureWithASmallerLimit_Wins()
    {
        var limits = new BatchLimits(new BatchingOptions { PreferredBatchSizes = { 32, 4 } }, signatureLimit: 8);
        Assert.Equal((8, 4), (limits.MaxRows, limits.FullRows));
    }

    private static BatchLimits New(int max, params int[] preferred)
    {
        var options = new BatchingOptions { MaxBatchSize = max, Padding = new BatchPaddingOptions { Rows = true } };
        foreach (var size in preferred)
        {
            options.PreferredBatchSizes.Add(size);
        }

        return new BatchLimits(options, signatureLimit: 0);
    }
}
