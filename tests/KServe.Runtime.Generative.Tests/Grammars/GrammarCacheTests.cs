using System.Text;
using KServe.Runtime.Generative.Grammars;

namespace KServe.Runtime.Generative.Tests.Grammars;

public sealed class GrammarCacheTests
{
    private static readonly byte[][] Vocabulary =
        [[], .. Enumerable.Range(0, 256).Select(static value => new[] { (byte)value })];

    [Fact]
    public void Get_TenThousandDifferentSchemas_KeepsTheLast()
    {
        var cache = new GrammarCache(static () => Vocabulary, [0]);
        for (var i = 0; i < 10_000; i++)
        {
            var text = $"value-{i}";
            var mask = cache.Get(text, () => GrammarReader.Build(GrammarNode.Text(text)))(0);
            Assert.True(mask.TryGetAllowed(out var allowed));
            Assert.Equal(1UL << (('v' + 1) & 63), allowed[('v' + 1) >> 6]);
        }

        Assert.Equal(GrammarLimits.Compiled, cache.Count);
    }

    [Fact]
    public void Get_SameKey_ReadsOnce()
    {
        var reads = 0;
        var cache = new GrammarCache(static () => Vocabulary, [0]);
        for (var i = 0; i < 3; i++)
        {
            cache.Get("same", () =>
            {
                reads++;
                return GrammarReader.Build(GrammarNode.Text("a"));
            });
        }

        Assert.Equal(1, reads);
    }

    [Fact]
    public void TryGetAllowed_AnswersBesideEachOther_DoNotDisturb()
    {
        var cache = new GrammarCache(static () => Vocabulary, [0]);
        var create = cache.Get("x", static () => GrammarReader.Build(GrammarNode.Text("abc")));
        var (first, second) = (create(0), create(1));
        foreach (var value in Encoding.ASCII.GetBytes("abc"))
        {
            first.Accept(value + 1);
        }

        Assert.True(first.TryGetAllowed(out var done));
        Assert.Equal(1UL, done[0]);
        Assert.True(second.TryGetAllowed(out var open));
        Assert.Equal(0UL, open[0] & 1);
    }
}
