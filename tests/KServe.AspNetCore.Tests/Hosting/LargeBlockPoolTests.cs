namespace KServe.AspNetCore.Tests.Hosting;

public sealed class LargeBlockPoolTests
{
    [Theory]
    [InlineData(-1, LargeBlockPool.BlockSize)]
    [InlineData(4096, LargeBlockPool.BlockSize)]
    [InlineData(LargeBlockPool.BlockSize + 1, LargeBlockPool.MaxBlockSize)]
    [InlineData(LargeBlockPool.MaxBlockSize, LargeBlockPool.MaxBlockSize)]
    public void Rent_AnyHint_GivesAWholeBlockAndUsesItAgain(int hint, int expected)
    {
        using var pool = new LargeBlockPool();
        var first = pool.Rent(hint);
        Assert.Equal(expected, first.Memory.Length);
        first.Dispose();
        first.Dispose();
        using var second = pool.Rent(hint);
        using var third = pool.Rent(hint);
        Assert.Same(first, second);
        Assert.NotSame(second, third);
    }

    [Fact]
    public void Rent_SeveralKept_GivesTheOneThatCameBackLast()
    {
        using var pool = new LargeBlockPool();
        var (first, second) = (pool.Rent(), pool.Rent());
        second.Dispose();
        first.Dispose();
        Assert.Same(first, pool.Rent());
        Assert.Same(second, pool.Rent());
    }

    [Fact]
    public void Rent_MoreThanABlock_Throws()
    {
        using var pool = new LargeBlockPool();
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(LargeBlockPool.MaxBlockSize + 1));
    }

    [Fact]
    public void Rent_AfterDispose_Throws()
    {
        var pool = new LargeBlockPool();
        var rented = pool.Rent();
        pool.Dispose();
        rented.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }
}
