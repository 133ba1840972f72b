using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Tests.KvCache;

// The expected hashes were computed by another program from the layout in docs/kv-cache.md.
public sealed class BlockHasherTests
{
    [Fact]
    public void Compute_FirstBlock_IsTheDocumentedHash()
    {
        var hash = BlockHasher.Compute(default, [1, 2, 3, 4], []);
        Assert.Equal("9e06c154a73385c822297c663f56926cfb4c339cf3e78949b2db9524c2662bf7", hash.ToString());
    }

    [Fact]
    public void Compute_FirstBlockWithAllKeys_IsTheDocumentedHash()
    {
        var hash = BlockHasher.Compute(default, [1, 2, 3, 4], CacheScope.Encode("lora", "pepper", "zoë"));
        Assert.Equal("b0f578fdc46e433ad65de334914731dc3f40daf2a46939df05bbdbb00b812a93", hash.ToString());
    }

    [Theory]
    [InlineData(null, "df16a0d8b26b61dc2aeb8053b0259f8028d4d1505840ba806efa56f3a24342fb")]
    [InlineData("pepper", "6623d572a3c3fa5a56f1dd2fdddf65d022a5df056e9cddaba7ce56dce63ad94c")]
    public void Chain_SecondBlock_CarriesTheScopeOfTheFirst(string? salt, string expected)
    {
        var chain = new HashChain(CacheScope.Encode(null, salt, null), 4);
        chain.Extend([1, 2, 3, 4, 5]);
        Assert.Equal(1, chain.Count);
        chain.Extend([1, 2, 3, 4, 5, 6, 7, 70000]);
        Assert.Equal(2, chain.Count);
        Assert.Equal(expected, chain[1].ToString());
    }

    [Fact]
    public void Compute_LongBlock_HashesAllTokens()
    {
        var tokens = Enumerable.Range(0, 500).ToArray();
        var hash = BlockHasher.Compute(default, tokens, []);
        tokens[499]++;
        Assert.NotEqual(hash, BlockHasher.Compute(default, tokens, []));
    }

    [Fact]
    public void Encode_SameTextInOtherKeys_DiffersAlways()
    {
        byte[][] scopes =
        [
            CacheScope.Encode(null, null, null),
            CacheScope.Encode("a", null, null),
            CacheScope.Encode(null, "a", null),
            CacheScope.Encode(null, null, "a"),
            CacheScope.Encode("", null, null),
            CacheScope.Encode("a", "", null),
        ];
        Assert.Equal(scopes.Length, scopes.Select(Convert.ToHexString).Distinct().Count());
    }
}
