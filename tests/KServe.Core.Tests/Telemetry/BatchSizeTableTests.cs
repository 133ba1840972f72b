namespace KServe.Core.Tests.Telemetry;

public sealed class BatchSizeTableTests
{
    [Fact]
    public void Add_SizesInAnyOrder_AreListedInAscendingOrder()
    {
        var table = new BatchSizeTable();
        foreach (var rows in (long[])[9, 1, 300, 9, BatchSizeTable.MaxTracked])
        {
            table.Add(rows, new TimeSpan(1), new TimeSpan(2), new TimeSpan(3));
        }

        Assert.Equal(
            [(1, 1L, 200L), (9, 2L, 400L), (300, 1L, 200L), (4096, 1L, 200L)],
            table.ToList().Select(static size => (size.BatchSize, size.ComputeInfer.Count, size.ComputeInfer.Nanoseconds)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(BatchSizeTable.MaxTracked + 1)]
    [InlineData(long.MaxValue)]
    public void Add_SizeBeyondTheBound_IsNotTracked(long rows)
    {
        var table = new BatchSizeTable();
        table.Add(rows, default, default, default);
        Assert.Empty(table.ToList());
    }

    [Fact]
    public void Add_ManyThreads_LosesNothing()
    {
        var table = new BatchSizeTable();
        Parallel.For(0, 4000, index => table.Add(1 + (index % 100), default, default, default));
        Assert.Equal(4000, table.ToList().Sum(static size => size.ComputeInput.Count));
    }
}
