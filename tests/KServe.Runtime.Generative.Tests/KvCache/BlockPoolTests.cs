using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Tests.KvCache;

public sealed class BlockPoolTests
{
    [Fact]
    public void Take_AfterReleases_GivesUnnamedBlocksFirstThenTheLeastRecentlyUsed()
    {
        var pool = new BlockPool(4);
        int[] blocks = [pool.Take(), pool.Take(), pool.Take(), pool.Take()];
        pool.Name(blocks[0], Name(0));
        pool.Name(blocks[1], Name(1));
        pool.Release(blocks[1]);
        pool.Release(blocks[0]);
        pool.Release(blocks[2]);
        pool.Release(blocks[3]);

        int[] taken = [pool.Take(), pool.Take(), pool.Take(), pool.Take()];
        Assert.Equal([blocks[3], blocks[2], blocks[1], blocks[0]], taken);
        Assert.Equal(2, pool.Evictions);
        Assert.Equal(0, pool.NamedCount);
    }

    [Fact]
    public void Share_FreeNamedBlock_LeavesTheMiddleOfTheFreeList()
    {
        var pool = new BlockPool(3);
        var table = new BlockTable();
        int[] blocks = [pool.Take(), pool.Take(), pool.Take()];
        for (var i = 0; i < 3; i++)
        {
            pool.Name(blocks[i], Name(i));
            pool.Release(blocks[i]);
        }

        Assert.True(pool.TryFind(Name(1), out var found));
        pool.Share(found);
        table.Add(found);
        pool.Check([table]);
        Assert.Equal(2, pool.FreeCount);
        Assert.Equal(blocks[0], pool.Take());
        Assert.Equal(blocks[2], pool.Take());
        Assert.True(pool.TryFind(Name(1), out _));
    }

    [Fact]
    public void Release_FreeBlock_Throws()
    {
        var pool = new BlockPool(1);
        pool.Release(pool.Take());
        Assert.Throws<InvalidOperationException>(() => pool.Release(0));
    }

    [Fact]
    public void Check_BlockWithoutTable_Throws()
    {
        var pool = new BlockPool(2);
        pool.Take();
        Assert.Throws<InvalidOperationException>(() => pool.Check([]));
    }

    private static BlockHash Name(int number) => BlockHasher.Compute(default, [number], []);
}
