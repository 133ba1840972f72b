using System.Numerics;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Pickle;

public sealed class PickleDictionaryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Set_EqualKeysOfPython_AreOne(int others)
    {
        var dictionary = new PickleDictionary();
        for (var i = 0; i < others; i++)
        {
            dictionary.Set($"{i}", null);
        }

        object?[] keys = [1L, true, 1.0, 2.5, "1", null, (BigInteger)1 << 70, false, 0L, -0.0, double.NaN];
        foreach (var key in keys)
        {
            dictionary.Set(key, key);
        }

        // "1" is among the others already
        Assert.Equal(others + (others > 0 ? 6 : 7), dictionary.Count);
        Assert.True(dictionary.TryGet(1L, out var one));
        Assert.Equal(1.0, one);
        Assert.True(dictionary.TryGet(2.5, out _));
        Assert.True(dictionary.TryGet((BigInteger)1 << 70, out _));
        Assert.True(dictionary.TryGet((object?)null, out _));
        Assert.False(dictionary.TryGet(2L, out _));
    }

    [Fact]
    public void SetAll_OfItself_ChangesNothing()
    {
        var dictionary = new PickleDictionary();
        dictionary.Set("a", 1L);

        dictionary.SetAll(dictionary);

        Assert.Equal(1, dictionary.Count);
    }
}
