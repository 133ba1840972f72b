using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Pickle;

public sealed class PickleSizeTests
{
    [Fact]
    public void OfArrays_NoArrays_IsZero()
    {
        Assert.Equal(0, PickleSize.OfArrays(null));
        Assert.Equal(0, PickleSize.OfArrays(new List<object?> { 1L, "text", 2.0, null }));
    }

    [Fact]
    public void OfArrays_NumbersOfAnyType_CountAsThoseOf64Bits()
    {
        object?[] values = [NewArray(4, 3), new List<object?> { NewArray(8, 2) }];
        Assert.Equal(8 * (3 + 2), PickleSize.OfArrays(values));
    }

    [Fact]
    public void OfArrays_NamedTwiceOrInsideOfItself_CountsOnce()
    {
        var array = NewArray(8, 5);
        var list = new List<object?> { array, array };
        list.Add(list);
        var dictionary = new PickleDictionary();
        dictionary.Set("a", list);
        dictionary.Set("b", dictionary);
        var instance = new PickleInstance(new PickleClass("sklearn", "X"), [dictionary]) { State = dictionary };
        Assert.Equal(40, PickleSize.OfArrays(instance));
    }

    [Fact]
    public void OfArrays_VeryDeep_DoesNotRecurse()
    {
        object? value = NewArray(8, 1);
        for (var i = 0; i < 100_000; i++)
        {
            value = new object?[] { value };
        }

        Assert.Equal(8, PickleSize.OfArrays(value));
    }

    private static NumpyArray NewArray(int itemSize, int count) =>
        new(new NumpyType(NumpyKind.Float, itemSize), [count], new byte[itemSize * count]);
}
