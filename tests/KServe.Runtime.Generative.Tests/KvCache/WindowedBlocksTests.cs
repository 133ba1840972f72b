using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.KvCache;

/// <summary>Holds the books of sequences that give blocks back before their end: blocks of 4, a window of 6.</summary>
public sealed class WindowedBlocksTests : IDisposable
{
    private const int Tokens = 44;

    // A sequence has at most 4 blocks: a window of 6 and a step of 5 may touch so many.
    private readonly FakeModel _model = new(blockSize: 4, blocks: 9, window: 6);
    private readonly KvBlocks _blocks;

    public WindowedBlocksTests() => _blocks = new KvBlocks(_model, new BlockDemand(4, 9, 6, 5));

    private BlockPool Pool => _blocks.Pool;

    public void Dispose() => _model.Dispose();

    [Fact]
    public void GiveBack_LongPrompt_HasAsManyBlocksToItsEnd()
    {
        var names = Names(Tokens);
        var table = Run(names, Tokens);
        Assert.Equal((9, 11, 11), (table.First, table.Count, table.Named));
        Assert.Equal(9 - 2, Pool.FreeCount);
        _blocks.Release(table);
        Pool.Check([table]);
        Assert.Equal(9, Pool.FreeCount);
    }

    [Fact]
    public void TryAdmit_BeginningIsGone_FindsWhatTheWindowNeeds()
    {
        var names = Names(Tokens);
        _blocks.Release(Run(names, Tokens));
        Assert.False(Pool.TryFind(in names[0], out _));

        var table = new BlockTable();
        Assert.True(_blocks.TryAdmit(table, names, Tokens, 0, out var cached));
        Assert.Equal(40, cached); // the last token is computed
        Assert.Equal((8, 11), (table.First, table.Count));
        Pool.Check([table]);
        Assert.Equal(9 - 3, Pool.FreeCount);
    }

    [Fact]
    public void TryAdmit_HoleInTheWindow_FallsBackToAnEarlierPlace()
    {
        var names = Names(Tokens);
        _blocks.Release(Run(names, Tokens));
        Pool.TryFind(in names[9], out var block);
        Pool.Forget(block);

        // Behind the hole there are too few blocks, in front of it there are enough.
        var table = new BlockTable();
        Assert.True(_blocks.TryAdmit(table, names, Tokens, 0, out var cached));
        Assert.Equal(36, cached);
        Pool.Check([table]);
    }

    [Fact]
    public void Fork_BlocksWereGivenBack_SharesTheRest()
    {
        var table = Run(null, Tokens);
        var fork = new BlockTable();
        _blocks.Fork(table, fork);
        Pool.Check([table, fork]);
        Assert.Equal(table.Used.ToArray(), fork.Used.ToArray());

        Assert.True(_blocks.TryExtend(fork, Tokens, Tokens + 1));
        _blocks.GiveBack(fork, Tokens + 1, Tokens + 1);
        Pool.Check([table, fork]);
        _blocks.Release(table);
        _blocks.Release(fork);
        Assert.Equal(9, Pool.FreeCount);
    }

    [Fact]
    public void Forget_BlocksWereGivenBack_LoseTheirNamesToo()
    {
        var names = Names(Tokens);
        var table = Run(names, Tokens);
        Assert.True(Pool.NamedCount > table.Used.Length);
        _blocks.Forget(table, names);
        Assert.Equal(0, Pool.NamedCount);
        Pool.Check([table]);
    }

    [Fact]
    public void GiveBack_OtherSequenceReadsTheBlock_StaysThere()
    {
        var names = Names(Tokens);
        var first = Run(names, 24);
        var second = new BlockTable();
        Assert.True(_blocks.TryAdmit(second, names, 24, 0, out var cached));
        Assert.Equal(20, cached);
        var shared = second.Blocks[4];
        Assert.Equal(2, Pool.CountUsers(shared));

        Assert.True(_blocks.TryExtend(first, 24, 29));
        _blocks.GiveBack(first, 29, 29);
        Assert.Equal(6, first.First);
        Assert.Equal(1, Pool.CountUsers(shared));
        Pool.Check([first, second]);
    }

    // Computes a sequence in steps of five.
    private BlockTable Run(HashChain? names, int tokens)
    {
        var table = new BlockTable();
        Assert.True(_blocks.TryAdmit(table, names, tokens, 0, out var computed));
        while (computed < tokens)
        {
            var next = Math.Min(tokens, computed + 5);
            Assert.True(_blocks.TryExtend(table, computed, next));
            computed = next;
            if (names is not null)
            {
                _blocks.Name(table, names, computed);
            }

            _blocks.GiveBack(table, computed, tokens);
            Assert.InRange(table.Used.Length, 1, 4);
            Pool.Check([table]);
        }

        return table;
    }

    private static HashChain Names(int tokens)
    {
        var names = new HashChain([], 4);
        names.Extend(TestEngine.Prompt(tokens, 1));
        return names;
    }
}
