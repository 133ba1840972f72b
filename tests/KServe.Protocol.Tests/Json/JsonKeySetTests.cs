using System.Globalization;
using System.Text;

namespace KServe.Protocol.Tests;

public sealed class JsonKeySetTests
{
    [Fact]
    public void TryAdd_RandomObjects_AgreesWithASetPerObject()
    {
        var random = new Random(5);
        using var keys = new JsonKeySet();
        keys.Reset(maxDepth: 20);
        var expected = new Stack<HashSet<string>>();
        for (var step = 0; step < 50_000; step++)
        {
            var action = random.Next(20);
            if (expected.Count == 0 || (action == 0 && expected.Count < 20))
            {
                keys.Open();
                expected.Push(new HashSet<string>(StringComparer.Ordinal));
            }
            else if (action == 1)
            {
                keys.Close();
                expected.Pop();
            }
            else
            {
                var key = random.Next(400).ToString(CultureInfo.InvariantCulture)[(step & 1)..];
                Assert.Equal(
                    expected.Peek().Add(key), keys.TryAdd(Encoding.UTF8.GetBytes(key), int.MaxValue, out var tooMany));
                Assert.False(tooMany);
            }
        }
    }

    [Fact]
    public void TryAdd_BeyondTheLimitOfOneObject_TellsSo()
    {
        using var keys = new JsonKeySet();
        keys.Reset(maxDepth: 2);
        keys.Open();
        Assert.True(keys.TryAdd("a"u8, 2, out _));
        keys.Open();
        Assert.True(keys.TryAdd("a"u8, 2, out _));
        keys.Close();
        Assert.True(keys.TryAdd("b"u8, 2, out _));

        Assert.False(keys.TryAdd("c"u8, 2, out var tooMany));
        Assert.True(tooMany);
    }

    [Fact]
    public void TryAdd_NulAtTheEnd_IsAnotherKey()
    {
        using var keys = new JsonKeySet();
        keys.Reset(maxDepth: 1);
        keys.Open();

        Assert.True(keys.TryAdd("a"u8, 9, out _));
        Assert.True(keys.TryAdd("a\0"u8, 9, out _));
        Assert.False(keys.TryAdd("a\0"u8, 9, out _));
    }
}
