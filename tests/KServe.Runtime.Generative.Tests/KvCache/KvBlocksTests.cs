using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.KvCache;

public sealed class KvBlocksTests : IDisposable
{
    private readonly FakeModel _model = new(blockSize: 4, blocks: 8);
    private readonly KvBlocks _blocks;

    public KvBlocksTests() => _blocks = new KvBlocks(_model, new BlockDemand(4, 8, 0, 512));

    public void Dispose() => _model.Dispose();

    [Fact]
    public void TryAdmit_WholePromptIsCached_LeavesTheLastTokenToCompute()
    {
        var names = Names(8);
        Assert.True(Admit(names, 8, out var first, out _));
        _blocks.Name(first, names, 8);
        _blocks.Release(first);

        Assert.True(Admit(names, 8, out var second, out var cached));
        Assert.Equal(4, cached);
        Assert.Equal(2, second.Count);
        _blocks.Pool.Check([second]);
    }

    [Fact]
    public void TryAdmit_HitsLieInTheFreeList_AreNotCountedAsRoom()
    {
        var names = Names(16);
        Admit(names, 16, out var first, out _);
        _blocks.Name(first, names, 16);
        _blocks.Release(first);
        Admit(Names(16, seed: 2), 16, out _, out _);

        // Four blocks are free and all of them are hits: nothing is left for the twenty tokens' fifth.
        Assert.False(_blocks.TryAdmit(new BlockTable(), names, 20, 0, out _));
        Assert.True(_blocks.TryAdmit(new BlockTable(), names, 16, 0, out var cached));
        Assert.Equal(12, cached);
    }

    [Fact]
    public void TryExtend_SharedPartialBlock_IsCopiedOnceForEachButTheLast()
    {
        var first = new BlockTable();
        var second = new BlockTable();
        _blocks.TryAdmit(first, null, 6, 0, out _);
        _blocks.Fork(first, second);
        _blocks.Pool.Check([first, second]);
        Assert.Equal(6, _blocks.Pool.FreeCount);

        Assert.True(_blocks.TryExtend(second, 6, 7));
        Assert.True(_blocks.TryExtend(first, 6, 7));
        Assert.Equal(1, _model.Copies);
        Assert.Equal(first.Blocks[0], second.Blocks[0]);
        Assert.NotEqual(first.Blocks[1], second.Blocks[1]);
        _blocks.Pool.Check([first, second]);
    }

    [Fact]
    public void TryExtend_NoRoom_ChangesNothing()
    {
        var first = new BlockTable();
        var second = new BlockTable();
        _blocks.TryAdmit(first, null, 30, 0, out _);
        _blocks.Fork(first, second);
        Assert.False(_blocks.TryExtend(second, 30, 31));
        Assert.Equal(first.Used.ToArray(), second.Used.ToArray());
        Assert.Equal(0, _model.Copies);
    }

    [Fact]
    public void Name_ContentIsThereAlready_GivesTheDuplicateBack()
    {
        var names = Names(9);
        Admit(null, 9, out var first, out _);
        Admit(null, 9, out var second, out _);
        _blocks.Name(first, names, 9);
        _blocks.Name(second, names, 9);
        Assert.Equal(first.Used[..2].ToArray(), second.Used[..2].ToArray());
        Assert.Equal(8 - 4, _blocks.Pool.FreeCount); // two shared, and one of its own for each
        _blocks.Pool.Check([first, second]);
    }

    [Fact]
    public void Release_LongSequence_LosesItsEndFirst()
    {
        var names = Names(16);
        Admit(names, 16, out var table, out _);
        _blocks.Name(table, names, 16);
        _blocks.Release(table);
        Admit(null, 5 * 4, out _, out _);
        Assert.True(_blocks.Pool.TryFind(in names[2], out _));
        Assert.False(_blocks.Pool.TryFind(in names[3], out _));
    }

    private static HashChain Names(int tokens, int seed = 1)
    {
        var names = new HashChain([], 4);
        names.Extend(TestEngine.Prompt(tokens, seed));
        return names;
    }

    private bool Admit(HashChain? names, int tokens, out BlockTable table, out int cached)
    {
        table = new BlockTable();
        return _blocks.TryAdmit(table, names, tokens, 0, out cached);
    }
}
